//go:build !linux

package live

import "net"

// loops need epoll; elsewhere every stream has a goroutine.
type loops struct{}

func newLoops(Options) *loops { return &loops{} }

func (*loops) add(*Hub, net.Conn, place, []byte) bool { return false }

func (*loops) wake() {}

func (*loops) close() {}
