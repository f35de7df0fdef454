package phone

import (
	"runtime"
	"syscall"
)

// urgency is the niceness of a thread that paces speech: it runs for microseconds, and other work on the machine must not make the
// gaps that a test then blames on somebody else.
const urgency = -15

// beUrgent ties the goroutine to a thread of its own and puts that before other work where the system allows it (root); elsewhere
// the pace is that of the machine. The thread ends with the goroutine.
func beUrgent() {
	runtime.LockOSThread()
	_ = syscall.Setpriority(syscall.PRIO_PROCESS, syscall.Gettid(), urgency)
}
