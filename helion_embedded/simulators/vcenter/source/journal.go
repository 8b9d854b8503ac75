package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"reflect"
	"strconv"
	"strings"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// journal keeps the calls that change something, so that a vCenter that starts again has what it
// had. References are numbered as they are made, so each call is repeated from the same number on.
type journal struct {
	file *os.File
}

type entry struct {
	Place int64  // the last number that was used before the call
	Call  string // the SOAP text
}

// place is the last number that was used. Asking uses one, too.
func (j *journal) place() int64 {
	var dummy mo.Folder
	dummy.Self.Type = "Folder"
	value := simulator.Map.NewEntity(&dummy).Reference().Value
	number, _ := strconv.ParseInt(strings.TrimLeft(value, "abcdefghijklmnopqrstuvwxyz-"), 10, 64)
	return number
}

func (j *journal) add(place int64, call []byte) {
	if j.file == nil {
		return
	}
	line, _ := json.Marshal(entry{place, string(call)})
	_, _ = j.file.Write(append(line, '\n'))
}

// replay repeats what a journal says, then continues it. An empty path: there is none.
func (f *front) replay(path string) error {
	if path == "" {
		return nil
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	lines := bufio.NewReader(file)
	for number := 1; ; number++ {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			break // the end, or a line that was not finished
		}
		var e entry
		if err = json.Unmarshal(line, &e); err == nil {
			err = f.repeat(&e)
		}
		if err != nil {
			return fmt.Errorf("%s, line %d: %v", path, number, err)
		}
	}
	f.journal.file = file
	return nil
}

func (f *front) repeat(e *entry) error {
	for f.journal.place() < e.Place {
	}
	call, err := simulator.UnmarshalBody(types.TypeFunc(), []byte(e.Call))
	if err != nil {
		return err
	}
	answer := newRecorder()
	if !f.override(answer, call) {
		return f.direct(call)
	}
	if answer.code != http.StatusOK {
		return fmt.Errorf("%s is refused: %s", call.Name, answer.body.String())
	}
	return nil
}

// direct calls a method of the library without a request, as the library itself does for one.
func (f *front) direct(call *simulator.Method) error {
	object := simulator.Map.Get(call.This)
	if object == nil {
		return fmt.Errorf("%s: there is no %s", call.Name, call.This.Value)
	}
	name := strings.Replace(call.Name, "_Task", "Task", 1)
	method := reflect.ValueOf(object).MethodByName(name)
	if !method.IsValid() {
		return fmt.Errorf("%s: not a method of %s", call.Name, call.This.Type)
	}
	arguments := []reflect.Value{reflect.ValueOf(call.Body)}
	if method.Type().NumIn() == 2 {
		arguments = append([]reflect.Value{reflect.ValueOf(ours())}, arguments...)
	}
	return failure(method.Call(arguments)[0].Interface().(soap.HasFault))
}
