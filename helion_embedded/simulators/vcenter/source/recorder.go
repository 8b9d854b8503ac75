package main

import (
	"bytes"
	"crypto/sha256"
	"net/http"
)

// recorder keeps an answer until somebody wants it.
type recorder struct {
	header http.Header
	code   int
	body   bytes.Buffer
}

func newRecorder() *recorder {
	return &recorder{header: http.Header{}, code: http.StatusOK}
}

func (r *recorder) Header() http.Header { return r.header }

func (r *recorder) WriteHeader(code int) { r.code = code }

func (r *recorder) Write(text []byte) (int, error) { return r.body.Write(text) }

func (r *recorder) to(w http.ResponseWriter) {
	for name, values := range r.header {
		w.Header()[name] = values
	}
	w.WriteHeader(r.code)
	_, _ = w.Write(r.body.Bytes())
}

func contains(text []byte, word string) bool { return bytes.Contains(text, []byte(word)) }

func digest(text string) [32]byte { return sha256.Sum256([]byte(text)) }
