#!/usr/bin/env python3
"""Run the tests of the command: run.py FLUIDE [unittest arguments]."""
import os
import sys
import unittest

if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: run.py FLUIDE [unittest arguments]")
    os.environ["FLUIDE_EXE"] = os.path.abspath(sys.argv[1])
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    sys.dont_write_bytecode = True
    names = ["test_check", "test_formats", "test_jsonl_input", "test_correct", "test_commands", "test_rules"]
    unittest.main(module=None, argv=["run.py", *(sys.argv[2:] or names)])
