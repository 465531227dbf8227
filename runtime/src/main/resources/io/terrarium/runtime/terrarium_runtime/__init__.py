"""The Python code of Terrarium that runs inside a worker.

One worker runs one program. It reads requests from a byte stream, runs the program's code, and
writes output and answers to another byte stream. Everything here is standard library only and works
the same in a jailed process and in a WebAssembly instance.

What lives where:

    natives       the builtins of our own code
    text          text that is fit for an answer: cut, and free of lone surrogates; names of types
    frames        frames on a byte stream, both ways
    lazy          costly standard modules, imported once, by the zygote
    source        a program's source: decoding, lines
    marks         private attributes: names that a program and the libraries never share
    additions     what a runtime has over the standard library
    tables        the tables of the language policy, which the supervisor reads as well
    policy        a language policy, resolved: what a program may write, and why not
    checking      checks a syntax tree by a policy, and has guards compiled in
    expression    a program that is one expression, as a function
    newer         syntax of newer Pythons than the one that runs
    diagnostics   what is wrong with a source, as data
    signatures    the functions and imports that a syntax tree declares
    stand_ins     what programs get for `type` and other metaclasses
    doors         guards of what takes an attribute's name as a value
    classes       the end of a class body: private members get their marks
    lifting       takes away guards in shared modules from a program that no policy checks
    generating    the text that the module dataclasses writes, and runs
    records       guarded dataclasses and named tuples
    wrapping      guarded parts of functools and typing
    copying       guarded copy and deepcopy
    contexts      context managers without the insides that programs could get at
    facades       what a program imports: the listed names of modules, and nothing else
    files         the files that a call is given
    limited       bounded builtins, and useful ones without an import
    evaluating    `eval` of a text, held to the same policy
    language      the builtins that a policy gives to a program
    program       compiling a source; loading a compiled program into a fresh module
    recursion     room on the stack for our own code
    refusal       why a result cannot be handed back, and what to hand back instead
    encode        a result to marshal data: the bounded walk by exact type
    special       the tagged forms of the walk: dates, decimals, enums, dataclasses, subclasses ...
    arrays        values of numpy and pandas, both ways
    restore       tagged forms in arguments, back to Python objects
    errors        an exception as data, without running the user's code unguarded
    excerpts      the text of a traceback, as this version of Python prints it
    output        sys.stdout, sys.stderr and sys.stdin of the user's code
    event_loop    asyncio without descriptors: timers only
    host          functions that the supervisor lends to a call
    nearest       the names that a caller may have meant
    rows          one request for many rows
    worker        the request loop
    warm          what the zygote does before it forks, and each worker before it is ready

and for the cpython engine alone:

    launch        from a started interpreter to a zygote: its user, its namespaces, its keeper
    control       frames from a zygote to the supervisor
    zygote        the parent of the workers: set-up, forking, reporting
    polling       reading in a session: to look for the next call before sleeping
    self_check    attempts at what a jail must stop
    jail          performs the system calls that close a jail
    library       the standard library and packages for workers that have no files
    equipment     puts the operator's modules and packages into a zygote

for the wasm engine alone:

    absent        stand-ins for what its Python was built without
    compiled      the standard library as code, which its Python has as sources alone
    instance      the parent of the instances, once, and the beginning of each of them

and for both engines, with imports that programs never see:

    importing     modules that come from memory
    operators     the operator's own modules
    zones         time zones by name, from memory
    attempts      what a worker tries in vain before anybody is served

The rule for all of them: what the user made may lie and may raise anything, BaseException included.
Types are compared by identity, and every access that can run the user's code has a guard. Our code
has builtins of its own (`natives`), so that a program that rebinds them does not break its answer.

`modules.txt` lists the modules in an order in which each finds those that it imports.
"""
