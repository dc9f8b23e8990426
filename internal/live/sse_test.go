package live

import (
	"bytes"
	"strconv"
	"strings"
)

// message is one event as a browser would dispatch it.
type message struct{ id, event, data, retry, comment string }

// decoder cuts a byte stream into messages, by the rules of the HTML standard as far as this server uses them.
type decoder struct{ rest []byte }

func (d *decoder) feed(p []byte) []message {
	d.rest = append(d.rest, p...)
	var out []message
	for {
		block, rest, whole := bytes.Cut(d.rest, []byte("\n\n"))
		if !whole {
			return out
		}
		out = append(out, parseMessage(string(block)))
		d.rest = bytes.Clone(rest)
	}
}

func parseMessage(block string) message {
	var m message
	for line := range strings.SplitSeq(block, "\n") {
		field, value, _ := strings.Cut(line, ":")
		value = strings.TrimPrefix(value, " ")
		switch field {
		case "":
			m.comment = value
		case "id":
			m.id = value
		case "event":
			m.event = value
		case "data":
			m.data += value
		case "retry":
			m.retry = value
		}
	}
	return m
}

// seq is the message's id as a number; a message of the server without a sound id is a broken test.
func (m message) seq() uint64 {
	n, err := strconv.ParseUint(m.id, 10, 64)
	if err != nil {
		panic("event without a sequence: " + m.event)
	}
	return n
}
