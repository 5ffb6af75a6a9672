package main

import "testing"

// Services and units change hands; who had them cannot do anything with them
// then, and contracts that could not either do not get them.
func TestTransfer(t *testing.T) {
	onChains(t, func(t *testing.T, s *shell) {
		s.units()
		s.sends(owner, "service create --hash %s --agent 1:4:0.01", digest(4))
		s.wrong("it belongs to "+address(owner).Hex()+" already", "service transfer 1 %v", address(owner))
		s.wrong("no owner is given", "service transfer 1 0x%040d", 0)
		s.wrong("an address is 0x and 40 hex digits", "service transfer 1 somebody")
		s.wrong("NEW_OWNER is missing", "service transfer 1")
		s.wrong("they would be stuck there", "service transfer 1 %v", s.where.Token)
		s.refuses("use the --key of "+address(owner).Hex(), "service transfer 1 %v --yes --key %s", address(stranger), s.keys(stranger))
		s.is(s.sends(owner, "service transfer 1 %v", address(stranger)), "owner", address(stranger).Hex())
		s.wrong("use the --key of "+address(stranger).Hex(), "service activate 1")
		s.is(s.sends(stranger, "service activate 1"), "state", "active registration")

		for i, kind := range []string{"component", "agent"} {
			s.wrong("they would be stuck there", "unit transfer 1 %v --type %s", s.where.Token, kind)
			s.wrong("there is none of that number", "unit transfer 9 %v --type %s", address(stranger), kind)
			s.is(s.sends(owner, "unit transfer 1 %v --type %s", address(stranger), kind), "owner", address(stranger).Hex())
			s.is(s.does("unit show 1 --type %s", kind), "owner", address(stranger).Hex())
			s.wrong("use the --key of "+address(stranger).Hex(), "unit update 1 --type %s --hash %s", kind, digest(20+i))
			s.is(s.sends(stranger, "unit update 1 --type %s --hash %s", kind, digest(30+i)), "unit", 1)
		}
		s.wrong("say what the unit is", "unit transfer 1 %v", address(stranger))
	})
}
