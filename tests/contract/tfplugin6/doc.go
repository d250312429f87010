// Package tfplugin6 is generated from proto/tfplugin6.proto whenever the suite runs: the script
// `run` lays the generated files over this folder (go's -overlay) and keeps them out of the tree.
package tfplugin6
