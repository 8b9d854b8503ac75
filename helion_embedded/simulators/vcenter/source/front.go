package main

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"io"
	"log"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
	"github.com/vmware/govmomi/vim25/xml"
)

// front stands between the clients and the library: it makes faults, checks sessions, and serves
// what the library lacks or does wrongly (see overrides). All else it passes on.
type front struct {
	library  *simulator.Service
	faults   *faults
	username string
	site     *site
	journal  journal
	// One writer, or any number of readers: the library's objects have no locks for that.
	mutex sync.RWMutex
}

// anonymous are the methods that need no session. Of what reads properties only the service's own
// are open, see allowed.
var anonymous = map[string]bool{
	"RetrieveServiceContent": true,
	"Login":                  true,
}

// waiting are methods that take as long as the client likes, and must not keep writers out.
var waiting = map[string]bool{
	"WaitForUpdatesEx":     true,
	"WaitForUpdates":       true,
	"CancelWaitForUpdates": true,
}

// writing are methods without the suffix _Task that change the inventory.
var writing = map[string]bool{
	"MarkAsTemplate":       true,
	"MarkAsVirtualMachine": true,
	"UnregisterVM":         true,
	"ShutdownGuest":        true,
	"CreateFolder":         true,
	"CreateDatacenter":     true,
	"CreateClusterEx":      true,
	"SetCustomValue":       true,
}

func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	now := f.faults.read()
	time.Sleep(seconds(now.Delay))
	switch {
	case f.away():
		cut(w)
	case r.Method == http.MethodGet && r.URL.Path == "/sdk/vimServiceVersions.xml":
		f.library.ServiceVersions(w, r)
	case r.Method == http.MethodPost && (r.URL.Path == "/sdk" || strings.HasPrefix(r.URL.Path, "/sdk/")):
		f.soap(w, r, now)
	case r.URL.Path == "/":
		fmt.Fprintln(w, "A simulated vCenter; its API is at /sdk.")
	default:
		http.NotFound(w, r)
	}
}

// away says whether a request is not served, in an outage that hangs at its end.
func (f *front) away() bool {
	left, hangs := f.faults.outage()
	if left > 0 && hangs {
		time.Sleep(left)
		return true
	}
	return f.faults.down()
}

func (f *front) soap(w http.ResponseWriter, r *http.Request, now *wishes) {
	text, err := io.ReadAll(io.LimitReader(r.Body, 16<<20))
	if err != nil {
		http.Error(w, "the request is not complete", http.StatusBadRequest)
		return
	}
	call, err := simulator.UnmarshalBody(types.TypeFunc(), text)
	if err != nil {
		refuse(w, new(types.InvalidRequest), err.Error())
		return
	}
	if !f.allowed(r, call) {
		refuse(w, &types.NotAuthenticated{NoPermission: types.NoPermission{
			Object: call.This, PrivilegeId: "System.View",
		}}, "The session is not authenticated.")
		return
	}
	if call.Name == "Login" && now.Login == "refused" {
		refuse(w, new(types.InvalidLogin), "Cannot complete login due to an incorrect user name or password.")
		return
	}
	wish := f.faults.call(call.Name)
	if wish != nil && wish.Outage > 0 {
		f.faults.begin(wish)
		f.away()
		cut(w)
		return
	}
	if wish != nil {
		time.Sleep(seconds(wish.Seconds))
		if wish.fails() {
			f.fail(w, call, wish)
			return
		}
		if wish.Lost {
			f.carryOut(newRecorder(), r, call, text)
			cut(w)
			return
		}
	}
	f.carryOut(w, r, call, text)
}

// carryOut does what a call asks for and answers it.
func (f *front) carryOut(w http.ResponseWriter, r *http.Request, call *simulator.Method, text []byte) {
	if strings.HasSuffix(call.Name, "_Task") || writing[call.Name] {
		f.mutex.Lock()
		defer f.mutex.Unlock()
		answer := newRecorder()
		place := f.journal.place()
		if !f.override(answer, call) {
			f.pass(answer, r, text)
		}
		if answer.code == http.StatusOK {
			f.journal.add(place, text)
		}
		answer.to(w)
		return
	}
	if waiting[call.Name] {
		f.wait(w, r, text)
		return
	}
	f.mutex.RLock()
	defer f.mutex.RUnlock()
	f.pass(w, r, text)
}

// version is what a client has seen of the changes that it waits for.
var version = regexp.MustCompile(`(<(?:\w+:)?version[^>]*>)[^<]*(</)`)

// wait passes on a question for changes. The library trips over one of an object that was removed in
// the meantime, and has lost the other changes then: it is asked again as if for the first time.
func (f *front) wait(w http.ResponseWriter, r *http.Request, text []byte) {
	for {
		answer := newRecorder()
		if !tripped(func() { f.pass(answer, r, text) }) {
			answer.to(w)
			return
		}
		text = version.ReplaceAll(text, []byte("$1$2"))
	}
}

// tripped says whether a function panicked.
func tripped(do func()) (yes bool) {
	defer func() { yes = recover() != nil }()
	do()
	return false
}

// pass gives a request to the library.
func (f *front) pass(w http.ResponseWriter, r *http.Request, text []byte) {
	inner := r.Clone(r.Context())
	inner.URL.Path = "/sdk"
	inner.Body = io.NopCloser(bytes.NewReader(text))
	f.library.ServeSDK(w, inner)
}

// override calls our own function, if it knows what to do with the object.
func (f *front) override(w http.ResponseWriter, call *simulator.Method) bool {
	do, ours := overrides[call.Name]
	if !ours || simulator.Map.Get(call.This) == nil {
		return false
	}
	task := do(f, call)
	if task != nil {
		accept(w, call.Name, *task)
	}
	return task != nil
}

// fail ends a call with a fault: as the outcome of a task where the method has one.
func (f *front) fail(w http.ResponseWriter, call *simulator.Method, wish *wish) {
	if !strings.HasSuffix(call.Name, "_Task") || simulator.Map.Get(call.This) == nil {
		refuse(w, wish.fault(), wish.message())
		return
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	accept(w, call.Name, failing(call, wish.fault(), wish.message()))
}

// allowed says whether the request belongs to a session, or needs none.
func (f *front) allowed(r *http.Request, call *simulator.Method) bool {
	if anonymous[call.Name] || onService(call) {
		return true
	}
	cookie, err := r.Cookie(soap.SessionCookieName)
	if err != nil {
		return false
	}
	f.mutex.RLock()
	defer f.mutex.RUnlock()
	answer := simulator.Map.SessionManager().SessionIsActive(ours(), &types.SessionIsActive{
		SessionID: strings.Trim(cookie.Value, `"`), UserName: f.username,
	})
	body := answer.(*methods.SessionIsActiveBody)
	return body.Res != nil && body.Res.Returnval
}

// onService says whether a call reads properties of the service instance and of nothing else.
func onService(call *simulator.Method) bool {
	var specs []types.PropertyFilterSpec
	switch body := call.Body.(type) {
	case *types.RetrieveProperties:
		specs = body.SpecSet
	case *types.RetrievePropertiesEx:
		specs = body.SpecSet
	default:
		return call.Name == "Fetch" && call.This.Type == "ServiceInstance"
	}
	for _, spec := range specs {
		for _, object := range spec.ObjectSet {
			if object.Obj.Type != "ServiceInstance" || len(object.SelectSet) > 0 {
				return false
			}
		}
	}
	return true
}

// ours is a context of the library for calls of our own.
func ours() *simulator.Context {
	return &simulator.Context{
		Context: context.Background(),
		Map:     simulator.Map,
		Session: &simulator.Session{
			UserSession: types.UserSession{Key: "simulator", UserName: "vpxd"},
			Registry:    simulator.NewRegistry(),
		},
	}
}

const envelope = xml.Header + `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"` +
	` xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
	`<soapenv:Body>%s</soapenv:Body></soapenv:Envelope>`

// accept answers with a task.
func accept(w http.ResponseWriter, method string, task types.ManagedObjectReference) {
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	fmt.Fprintf(w, envelope, fmt.Sprintf(
		`<%sResponse xmlns="urn:vim25"><returnval type="Task">%s</returnval></%sResponse>`,
		method, html.EscapeString(task.Value), method))
}

// refuse answers with a fault.
func refuse(w http.ResponseWriter, fault types.BaseMethodFault, message string) {
	name := strings.TrimPrefix(fmt.Sprintf("%T", fault), "*types.")
	var detail bytes.Buffer
	start := xml.StartElement{Name: xml.Name{Local: name + "Fault"}, Attr: []xml.Attr{
		{Name: xml.Name{Local: "xmlns"}, Value: "urn:vim25"},
		{Name: xml.Name{Local: "xsi:type"}, Value: name},
	}}
	if err := xml.NewEncoder(&detail).EncodeElement(fault, start); err != nil {
		log.Printf("fault %s: %v", name, err)
	}
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	w.WriteHeader(http.StatusInternalServerError)
	fmt.Fprintf(w, envelope, fmt.Sprintf(
		`<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>%s</faultstring><detail>%s</detail></soapenv:Fault>`,
		html.EscapeString(message), detail.String()))
}

// cut ends the connection without an answer.
func cut(w http.ResponseWriter) {
	if hijacker, ok := w.(http.Hijacker); ok {
		if connection, _, err := hijacker.Hijack(); err == nil {
			_ = connection.Close()
		}
	}
}
