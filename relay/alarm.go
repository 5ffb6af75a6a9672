package relay

// alarm wakes a driver; signals that come before it is heard are one.
type alarm chan struct{}

func newAlarm() alarm { return make(alarm, 1) }

func (a alarm) signal(rouse bool) {
	if !rouse {
		return
	}
	select {
	case a <- struct{}{}:
	default:
	}
}
