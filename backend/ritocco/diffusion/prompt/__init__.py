"""Prompts as artists of the A1111 web UI write them, encoded for the denoiser.

A prompt goes through the files of this room in this order, each a pure function: `tags`
(`<lora:name:1>`, taken out), `grammar.members` (AND), `schedule.per_step` ([a:b:0.5], [a|b]),
`grammar.parse` (emphasis, BREAK), `tokens` (ids), `named` (embeddings among them), `chunks` (75
tokens each), `encode` (conditioning; the only one that needs torch). The grammar was written from
its described behaviour; where it differs from the web UI's, the docstring says so.
"""
