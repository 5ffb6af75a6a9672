// Package lint holds the rules of this code base as tests: who may import
// whom, what production code does not do, what is documented, how long things
// get, and facts in docs that must agree with the code.
//
// It has no code of its own. Each rule carries its reason, which a failing
// test prints, and a file in testdata with small sources that break it, so
// that a rule which checks nothing is found out.
package lint
