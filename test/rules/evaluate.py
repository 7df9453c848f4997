# Evaluates a Rego policy over several plans: {"policy": text, "inputs": [plan]} on standard input, [[deny and warn]] on standard output.
import json
import sys

from regopy import Interpreter

given = json.load(sys.stdin)
answers = []
interpreter = Interpreter()
interpreter.add_module("rules", given["policy"])
for plan in given["inputs"]:
    interpreter.set_input(plan)
    found = []
    for rule in ("deny", "warn"):
        answer = json.loads(str(interpreter.query("data.main." + rule)))
        messages = answer["result"][0]["expressions"][0] if "result" in answer else answer["expressions"][0]
        found += [[rule, message] for message in messages]
    answers.append(found)
json.dump(answers, sys.stdout)
