// Package pin says which packages registries keep, for whom and how long: a
// Pin is a publisher's signed wish, a Set is what is known of all wishes.
//
// Sets on several nodes that have seen the same pins are equal, in whatever
// order they came and however often, as long as none of them was full: for
// each publisher and package the newest pin wins. That is what registries
// reconcile by.
//
// Everything here is pure: bytes and times in, data out, no locks. The
// registry owns a Set and guards it.
package pin
