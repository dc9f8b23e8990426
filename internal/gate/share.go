package gate

const (
	// mostDescriptors is what a process is taken to have when its limit says more, or none.
	mostDescriptors = 1 << 20
	// fewestConnections is what readers get however few descriptors there are.
	fewestConnections = 16
)

// Share divides the descriptors of the process: how many connections readers may have, and how many of them one network.
// The rest is the reserve of the database, the desk and the way out, which readers must never take. Zero descriptors
// means that nobody knows, and is taken for the thousand that most systems give.
func Share(descriptors int) (connections, perNetwork int) {
	if descriptors <= 0 {
		descriptors = 1024
	}
	reserve := min(max(descriptors/8, 192), 1024)
	connections = max(descriptors-reserve, fewestConnections)
	return connections, max(connections/16, fewestConnections)
}
