package main

import (
	"encoding/json"
	"log"
	"net"
	"os"
	"reflect"
	"sync"
	"time"

	"github.com/vmware/govmomi/vim25/types"
)

// faults is what goes wrong on demand: a JSON file that is read at each request. No file, or an
// empty one: nothing. Calls are counted from the moment on that the file has its content.
type faults struct {
	path  string
	mutex sync.Mutex
	text  string
	now   wishes
	until time.Time // an outage ends then
	hangs bool      // requests wait for that end
}

type wishes struct {
	Down  bool    // connections are cut without an answer
	Login string  // "refused": no login is accepted
	Delay float64 // seconds before each answer
	Calls []*wish
}

// wish is about one method, its nth call or each one.
type wish struct {
	Method  string
	Call    int     // from 1 on; 0: each
	Seconds float64 // wait before it is carried out
	Lost    bool    // it is carried out, and the connection is cut instead of an answer
	Fault   string  // it fails; the name of a fault of the API
	Message string
	Outage  float64 // from this call on nobody is served for so many seconds
	Hangs   bool    // in the outage connections are not cut: requests wait for its end, in vain
	seen    int
}

// read gives what the file says now.
func (f *faults) read() *wishes {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	text, err := os.ReadFile(f.path)
	if err != nil {
		text = nil
	}
	if string(text) != f.text {
		var now wishes
		if len(text) > 0 {
			if err = json.Unmarshal(text, &now); err != nil {
				log.Printf("%s: %v", f.path, err)
				return &f.now // somebody is writing it
			}
		}
		f.text, f.now, f.until = string(text), now, time.Time{}
	}
	return &f.now
}

// call counts a call of a method and gives the wish that is for it, or nil.
func (f *faults) call(method string) *wish {
	now := f.read()
	f.mutex.Lock()
	defer f.mutex.Unlock()
	var found *wish
	for _, w := range now.Calls {
		if w.Method != method {
			continue
		}
		w.seen++
		if found == nil && (w.Call == 0 || w.Call == w.seen) {
			found = w
		}
	}
	return found
}

// begin lets the outage of a wish begin.
func (f *faults) begin(w *wish) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.until, f.hangs = time.Now().Add(seconds(w.Outage)), w.Hangs
}

// outage says how long nobody is served, and whether requests wait for that.
func (f *faults) outage() (left time.Duration, hangs bool) {
	f.read()
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return time.Until(f.until), f.hangs
}

// down says whether connections are cut.
func (f *faults) down() bool {
	left, hangs := f.outage()
	return f.read().Down || (left > 0 && !hangs)
}

// fails says whether the call is to end with a fault.
func (w *wish) fails() bool {
	return w.Fault != "" || w.Message != "" || (w.Seconds == 0 && !w.Lost)
}

// fault is the API's fault of that name. An unknown name gives SystemError.
func (w *wish) fault() types.BaseMethodFault {
	if kind, ok := types.TypeFunc()(w.Fault); ok {
		if fault, ok := reflect.New(kind).Interface().(types.BaseMethodFault); ok {
			return fault
		}
	}
	return &types.SystemError{Reason: w.message()}
}

func (w *wish) message() string {
	if w.Message != "" {
		return w.Message
	}
	return "A general system error occurred: " + w.Method + " was told to fail"
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// cutting is a listener that hangs up while the vCenter is "down": at once on those who come, and
// soon on those who wait for an answer.
type cutting struct {
	net.Listener
	faults *faults
	mutex  sync.Mutex
	open   map[net.Conn]bool
}

type tracked struct {
	net.Conn
	of *cutting
}

func (c *cutting) Accept() (net.Conn, error) {
	for {
		connection, err := c.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if c.faults.down() {
			_ = connection.Close()
			continue
		}
		made := &tracked{connection, c}
		c.mutex.Lock()
		c.open[made] = true
		c.mutex.Unlock()
		return made, nil
	}
}

func (t *tracked) Close() error {
	t.of.mutex.Lock()
	delete(t.of.open, t)
	t.of.mutex.Unlock()
	return t.Conn.Close()
}

// watch hangs up whenever the vCenter goes down. Does not return.
func (c *cutting) watch() {
	for ; ; time.Sleep(200 * time.Millisecond) {
		if !c.faults.down() {
			continue
		}
		c.mutex.Lock()
		for connection := range c.open {
			_ = connection.(*tracked).Conn.Close()
		}
		c.mutex.Unlock()
	}
}
