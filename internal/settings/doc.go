// Package settings is how a node is configured. One table (table.go) gives, a
// line each, a setting's name, environment variable, default, help and check;
// flags, the configuration file and the table in docs/operations.md are made
// from it.
//
// A value comes from the first source that has one: the command line, the
// variables of existing nodes (AEA_P2P_*, only on request), our variables
// (ACN_*), the configuration file, the default. Everything that is wrong is
// reported at once, each with a hint.
//
// cmd/acn calls it and hands the result to internal/node. It reads the files
// that settings name; it opens nothing else and has no state.
package settings
