"""The statistics of a study: pure functions over arrays and small frozen dataclasses.

Arrays in, figures out; nothing here reads a file, a database or a study. Every function either returns finite
numbers or raises `Undetermined` with the reason. Loaded by researchers' commands only (extra ``study``).

Not offered: GLMMs by quadrature and crossed random effects (participants x items). The tidy export is what
lme4 and bambi read; `regression.clustered` answers the same question about arms without them.
"""
