"""Times the pip package piper-tts on the same voice, sentences and threads as ours (P1).

Install once:  python3 -m venv VENV && VENV/bin/pip install piper-tts==1.8.0 onnxruntime==1.30.0   (220 MB)
               1.30.0 is the newest ONNX Runtime that npm has: with another one the engines would be compared, not us.
Run:           echo '{"model": "x.onnx", "threads": 1, "rounds": 5, "sentences": ["One.", "Two."]}' | VENV/bin/python piper_peer.py
Prints:        {"ms": [[...], ...], "audioMs": [[...], ...]}   a list of rounds, each a list of sentences
"""

import json
import sys
import time

import onnxruntime
from piper import PiperVoice
from piper.config import PiperConfig

job = json.load(sys.stdin)
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = job["threads"]
options.inter_op_num_threads = 1
session = onnxruntime.InferenceSession(job["model"], sess_options=options, providers=["CPUExecutionProvider"])
with open(job["model"] + ".json", encoding="utf-8") as config:
    voice = PiperVoice(session=session, config=PiperConfig.from_dict(json.load(config)))

list(voice.synthesize("One, two, three."))
ms, audio_ms = [], []
for _ in range(job["rounds"]):
    ms.append([])
    audio_ms.append([])
    for sentence in job["sentences"]:
        began = time.perf_counter()
        chunks = list(voice.synthesize(sentence))
        ms[-1].append((time.perf_counter() - began) * 1000)
        audio_ms[-1].append(sum(len(c.audio_int16_array) * 1000 / c.sample_rate for c in chunks))
print(json.dumps({"ms": ms, "audioMs": audio_ms}))
