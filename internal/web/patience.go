package web

import (
	"net/http"
	"time"
)

// AnswerPatience is how long an ordinary answer may take to reach a reader, from the end of the request; streams
// lift it and bound each of their writes.
const AnswerPatience = 2 * time.Minute

const (
	// slowest is the line that a large answer is still meant for, in bytes a second: half of what 2G gives.
	slowest = 2 << 10
	// largeAnswer is the size from which an answer gets more time than AnswerPatience.
	largeAnswer = int(AnswerPatience/time.Second) * slowest
)

// giveTime gives the writing of many bytes the time that they take on a slow line.
func (w *recorder) giveTime(bytes int) {
	if bytes <= largeAnswer {
		return
	}
	until := time.Now().Add(AnswerPatience + time.Duration(bytes/slowest)*time.Second)
	_ = http.NewResponseController(w.ResponseWriter).SetWriteDeadline(until) // a writer without a connection has no deadline
}
