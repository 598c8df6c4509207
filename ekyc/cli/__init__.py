"""The command line: one module a command, each with HELP, `configure(parser)` and `run(args)`.

Bad input of any kind ends in one sentence on stderr and the documented exit code, never a traceback.
"""
