// A vCenter on loopback: the simulator library of govmomi as Debian packages it
// (golang-github-vmware-govmomi-dev), with a site of our own in it and a front that makes good what
// the library lacks.
//
// Usage: vcenter CONFIGURATION, a JSON file, see type configuration. Prints "READY" when it serves.
package main

import (
	"crypto/tls"
	"encoding/json"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25"
)

// configuration is what the file on the command line says. Passwords come this way because a
// command line can be read by everybody.
type configuration struct {
	Listen         []string // addresses with ports
	Certificate    string   // PEM files
	Key            string
	Username       string // the one login that is accepted
	Password       string
	InstanceUUID   string `json:"instance_uuid"`
	Version        string // of the product, if not the library's
	Build          string
	SessionSeconds float64 `json:"session_seconds"` // idle sessions end after these; 0: never
	Datastores     string  // an empty directory for the files of the virtual machines
	Faults         string  // a file that may not exist, see faults.go
	Journal        string  // a file that keeps what clients change, see journal.go; may be empty
	Site           site
}

func main() {
	log.SetFlags(log.LstdFlags | log.Lmicroseconds)
	if len(os.Args) != 2 {
		log.Fatal("usage: vcenter CONFIGURATION")
	}
	c, err := read(os.Args[1])
	if err == nil {
		err = serve(c)
	}
	if err != nil {
		log.Fatal(err)
	}
}

func read(path string) (*configuration, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	c := new(configuration)
	return c, json.Unmarshal(text, c)
}

func serve(c *configuration) error {
	certificate, err := tls.LoadX509KeyPair(c.Certificate, c.Key)
	if err != nil {
		return err
	}
	service, err := create(c)
	if err != nil {
		return err
	}
	f := &front{
		library:  service,
		faults:   &faults{path: c.Faults},
		username: c.Username,
		site:     &c.Site,
	}
	if err = f.replay(c.Journal); err != nil {
		return err
	}
	server := &http.Server{
		Handler:           f,
		ReadHeaderTimeout: 30 * time.Second,
		TLSConfig: &tls.Config{
			Certificates: []tls.Certificate{certificate},
			MinVersion:   tls.VersionTLS12,
		},
		// No HTTP/2: a fault that cuts a connection needs the connection.
		TLSNextProto: map[string]func(*http.Server, *tls.Conn, http.Handler){},
		// A client that refuses the certificate is no news.
		ErrorLog: log.New(quiet{}, "", 0),
	}
	failed := make(chan error, len(c.Listen))
	for _, address := range c.Listen {
		listener, err := net.Listen("tcp", address)
		if err != nil {
			return err
		}
		cut := &cutting{Listener: listener, faults: f.faults, open: map[net.Conn]bool{}}
		go cut.watch()
		go func() { failed <- server.ServeTLS(cut, "", "") }()
	}
	fmt.Println("READY")
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGINT, syscall.SIGTERM)
	select {
	case err = <-failed:
		return err
	case <-ended:
		return nil
	}
}

// create makes the library's service with our site in it.
func create(c *configuration) (*simulator.Service, error) {
	model := simulator.VPX()
	model.Datacenter = 0
	if err := model.Create(); err != nil {
		return nil, err
	}
	service := model.Service
	service.Listen = &url.URL{User: url.UserPassword(c.Username, c.Password)}
	service.RegisterSDK(simulator.Map)
	simulator.SessionIdleTimeout = time.Duration(c.SessionSeconds * float64(time.Second))

	instance := simulator.Map.Get(vim25.ServiceInstance).(*simulator.ServiceInstance)
	about := &instance.Content.About
	about.InstanceUuid = c.InstanceUUID
	if c.Version != "" {
		about.Version, about.Build = c.Version, c.Build
		about.FullName = fmt.Sprintf("%s %s build-%s", about.Name, c.Version, c.Build)
	}
	return service, c.Site.build(c.Datastores)
}

// quiet drops the server's remarks about single connections, but not its panics.
type quiet struct{}

func (quiet) Write(line []byte) (int, error) {
	if len(line) > 4 && string(line[:5]) == "http:" && !contains(line, "panic") {
		return len(line), nil
	}
	return os.Stderr.Write(line)
}
