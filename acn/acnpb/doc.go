// Package acnpb is generated from acn.proto, the messages of the legacy wire.
// Package acn wraps it; nothing else should need it but tests and code that
// hands unchecked records on.
//
//	go run ./internal/tools/genpb acn/acnpb/acn.proto
package acnpb
