// Package deps pins modules until their users are written.
package deps

import (
	_ "github.com/cenkalti/backoff/v5"
	_ "github.com/ipfs/go-cid"
	_ "github.com/ipfs/go-datastore"
	_ "github.com/ipfs/go-ds-pebble"
	_ "github.com/libp2p/go-libp2p"
	_ "github.com/libp2p/go-libp2p-kad-dht"
	_ "github.com/libp2p/go-libp2p-record"
	_ "github.com/multiformats/go-multiaddr"
	_ "github.com/multiformats/go-multihash"
	_ "github.com/prometheus/client_golang/prometheus"
	_ "github.com/rogpeppe/go-internal/testscript"
	_ "github.com/spf13/cobra"
	_ "go.yaml.in/yaml/v3"
	_ "golang.org/x/sync/errgroup"
	_ "golang.org/x/term"
	_ "golang.org/x/time/rate"
	_ "golang.org/x/crypto/scrypt"
	_ "github.com/hashicorp/golang-lru/v2"
	_ "github.com/joho/godotenv"
	_ "github.com/HdrHistogram/hdrhistogram-go"
	_ "github.com/spf13/pflag"
)
