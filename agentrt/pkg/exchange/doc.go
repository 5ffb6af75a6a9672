// Package exchange moves packages between nodes, on the libp2p host of each:
// it serves the packages of a store, and is where a fetch gets them from.
//
// There are two protocols. Bitswap, as IPFS has it, gives single blocks to
// anybody who asks for them by hash. /acn/package/1.0.0 sends whole DAGs in one
// stream, which costs one round trip where bitswap needs one for each level of
// the DAG and some for each block; whoever has it is asked by it first, and by
// bitswap for what is missing then. Both serve blocks of accepted packages and
// no others, and every block is verified by who gets it.
//
// An Exchange is safe for concurrent use. It does not decide which packages are
// kept or who may put them in, and finds nobody by itself: see Contents.
package exchange
