package acn_test

import (
	"bytes"
	"testing"

	"go-acn/acn"
)

func BenchmarkVerifyRecord(b *testing.B) {
	for _, ledger := range acn.Ledgers {
		undated := record(b, ledger, 1)
		withDelegation := dated(b, ledger, 1, delegation())
		for name, r := range map[string]*acn.Record{"undated": undated, "dated": withDelegation} {
			b.Run(string(ledger)+"/"+name, func(b *testing.B) {
				for b.Loop() {
					if _, err := acn.VerifyRecord(r.Wire(), acn.Expect{Ledgers: acn.Ledgers}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// A record that has been seen costs its hash only.
func BenchmarkVerifierKnown(b *testing.B) {
	r, v := record(b, acn.Ethereum, 1), &acn.Verifier{Remember: 16}
	for b.Loop() {
		if _, err := v.Verify(r.Wire(), acn.Expect{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadFrame(b *testing.B) {
	for name, size := range map[string]int{"100B": 100, "10kB": 10_000, "3MB": 3_000_000} {
		b.Run(name, func(b *testing.B) {
			wire, buf := acn.AppendFrame(nil, make([]byte, size)), []byte(nil)
			reader := bytes.NewReader(wire)
			b.SetBytes(int64(len(wire)))
			for b.Loop() {
				reader.Reset(wire)
				var err error
				if buf, err = acn.ReadFrame(reader, buf, acn.MaxFrame); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkAppendEnvelopeFrame(b *testing.B) {
	r, dst := record(b, acn.Ethereum, 1), []byte(nil)
	envelope := make([]byte, 200)
	b.ReportAllocs()
	for b.Loop() {
		dst = acn.AppendEnvelopeFrame(dst[:0], envelope, r)
	}
}
