/**
 * What a supervisor and a worker say to each other: the specification of format version 1, and its
 * Java side.
 *
 * <p>A <em>supervisor</em> (this side) runs <em>workers</em>, each with one byte stream each way. A
 * worker runs code that may be hostile, so nothing that it sends is believed: all of it is read
 * within bounds that are set beforehand, and what deviates from this page by one byte is a
 * violation, after which the worker is killed and never spoken with again. What the supervisor
 * sends is trusted by the worker.
 *
 * <h2>Framing</h2>
 *
 * A stream is a sequence of frames, nothing before, between or behind them:
 *
 * <pre>
 * length   4 bytes, unsigned, big-endian: how many bytes the payload has
 * kind     1 byte, an ASCII letter
 * payload
 * </pre>
 *
 * A reader knows before it reads a frame how long its payload may be, refuses a longer one on sight
 * of its length, and gives memory only to bytes that have arrived.
 *
 * <h2>Alternation</h2>
 *
 * The worker speaks first and once: READY, or FAILED and then the end of its stream. From then on
 * the supervisor sends one request; the worker sends any number of OUTPUT and TRUNCATED frames and
 * then exactly one answer (for rows several in a row, the last of which says so); and so on. Before its answer, the worker may call host functions: it sends
 * one HOST CALL and then nothing until the supervisor has sent HOST RETURNED or HOST RAISED, after
 * which it is the worker's turn again. Bytes that have arrived behind a host call when it is read are
 * a violation, as they are behind an answer. A load request has no answer: an execute or open request
 * comes after it, at once or later. A compile or execute request is the last one that a worker
 * gets. Bytes that have arrived behind an answer when it is read are a violation; what comes after a
 * worker's last answer is not read, and the worker ends when the stream does.
 *
 * <h2>Kinds</h2>
 *
 * The payload of a request is a call id (8 bytes, random) and one value in the encoding below. The
 * payload of its answer is the same call id and one value. Nothing may follow the value.
 *
 * <table>
 * <caption>Requests</caption>
 * <tr><th>kind</th><th>name</th><th>value</th><th>answers</th></tr>
 * <tr><td>C</td><td>compile</td><td>(source: bytes, name: str, policy: dict) or (source, name, policy,
 *     (name of a host function: str, …))</td><td>P D</td></tr>
 * <tr><td>A</td><td>load a program, ahead of X or O</td><td>program</td><td>none</td></tr>
 * <tr><td>X</td><td>execute: run the loaded program, call, exit</td><td>(function: str, args: tuple,
 *     kwargs: dict, tagged: bool, files, limits)</td><td>R E U L N</td></tr>
 * <tr><td>O</td><td>open: run the loaded program and stay</td><td>(limits,)</td><td>R (None) E L</td></tr>
 * <tr><td>S</td><td>call the opened program and stay</td><td>(function: str, args: tuple, kwargs:
 *     dict, tagged: bool, files, limits)</td><td>R E U L N</td></tr>
 * <tr><td>M</td><td>call it for each of several rows, and stay</td><td>(function: str, shape: str,
 *     rows, tagged: bool, plan, limits)</td><td>B N</td></tr>
 * </table>
 *
 * <pre>
 * program  (code: bytes, source: bytes, name: str, policy: dict); the code is what P carried, as it was
 * policy   {"name": str, …}, as {@link io.terrarium.wire.PolicyData} makes it
 * limits   (result bytes: int, result nodes: int, result depth: int, output bytes: int,
 *           output is fatal: bool, output is live: bool), and where host functions are lent a
 *           seventh item: (lent, …)
 *           where output is live, text without a line end is sent while it is printed, but not
 *           more often than every 50 ms; lines are sent at once in any case
 * lent     (name: str, docstring: str or None, (parameter, …), returns: str or None)
 * tagged   False promises that there is no tagged form in args and kwargs, or in rows
 * rows     by their shape: "positional": [args, …]; "named": [kwargs, …]; "mixed": [(args, kwargs), …];
 *          "columns": ([argument, …], …), where row i has the ith item of each list
 * plan     (stop: bool, singly: int, at once: int, budget in bytes: int, output bytes: int)
 * files    {name: str: content: bytes, …}: what the program may open while the call lasts
 * </pre>
 *
 * <p>Where the value of a compilation or of limits has a further item, it is not empty. What a request
 * lends may be called from it until its answer.
 *
 * <table>
 * <caption>Calls of host functions; each payload begins with the call id of the request under
 *     way</caption>
 * <tr><th>kind</th><th>name</th><th>from</th><th>value</th></tr>
 * <tr><td>h</td><td>host call</td><td>worker</td><td>(name: str, args: tuple, kwargs: dict)</td></tr>
 * <tr><td>r</td><td>host returned</td><td>supervisor</td><td>(value, tagged: bool)</td></tr>
 * <tr><td>e</td><td>host raised</td><td>supervisor</td><td>(name of a builtin exception: str, message:
 *     str)</td></tr>
 * </table>
 *
 * <p>Which host functions there are, whether the arguments fit them and how many calls are too many
 * is for the supervisor to say, whatever the worker checked before. A name that is not lent and
 * arguments that do not fit are answered with an exception: they are mistakes, and no violation.
 *
 * <table>
 * <caption>Greetings, output and answers</caption>
 * <tr><th>kind</th><th>name</th><th>payload; for answers the value</th></tr>
 * <tr><td>H</td><td>ready</td><td>the 32 bytes of the worker's one-time token</td></tr>
 * <tr><td>F</td><td>failed</td><td>the same token, and the value (layer: str, step: str, errno: int,
 * message: str)</td></tr>
 * <tr><td>o</td><td>output</td><td>1 byte, 1 for stdout or 2 for stderr, then UTF-8 text</td></tr>
 * <tr><td>t</td><td>truncated</td><td>1 byte, the stream whose further output is dropped</td></tr>
 * <tr><td>w</td><td>output's row</td><td>4 bytes, unsigned, big-endian: the index of the row whose
 *     output follows</td></tr>
 * <tr><td>P</td><td>program</td><td>(code: bytes, (function, …), (imported module: str, …))</td></tr>
 * <tr><td>D</td><td>rejected</td><td>("syntax" or "policy", (diagnostic, …))</td></tr>
 * <tr><td>R</td><td>returned</td><td>any value</td></tr>
 * <tr><td>B</td><td>rows done</td><td>(next: int, [value, …], failure)</td></tr>
 * <tr><td>E</td><td>raised</td><td>error</td></tr>
 * <tr><td>U</td><td>unrepresentable</td><td>(type: str, path: str, message: str)</td></tr>
 * <tr><td>L</td><td>limit</td><td>("memory", "result" or "output", message: str, error or None)</td></tr>
 * <tr><td>N</td><td>no such function</td><td>("missing" or "not_callable", type: str, (name: str,
 *     …))</td></tr>
 * </table>
 *
 * <pre>
 * function    (name: str, "function" or "async_function", line: int, docstring: str or None,
 *              (parameter, …), returns: str or None)
 * parameter   (name: str, "positional_only", "positional_or_keyword", "var_positional",
 *              "keyword_only" or "var_keyword", default: str or None, annotation: str or None)
 * diagnostic  (code: str, message: str, line: int, column: int, end line: int, end column: int,
 *              source line: str, hint: str or None); 0 where a place is unknown
 * error       (type: str, message: str, line: int or None, column: int or None, traceback: str,
 *              (frame, …)); the outermost frame first
 * frame       (file: str, line: int, column: int or None, end line: int or None,
 *              end column: int or None, function: str, source line: str)
 * </pre>
 *
 * Lines and columns count from 1, columns in characters; an end column is the one behind. Defaults,
 * annotations and returns are source text. Where a text had unpaired surrogates they stand as
 * backslash escapes, save in a returned value, where they make it unrepresentable.
 *
 * <h2>Rows</h2>
 *
 * A request for rows is answered by one B or more, the last of which has a {@code next} of 0; or by
 * N alone. Each tells of one row at least: of the rows that follow those of the B before, first so
 * many values, and then, where failure is not None, what became of the row after them:
 *
 * <pre>
 * failure  None, or ("E", error), ("U", what U carries), ("L", what L carries)
 * </pre>
 *
 * The worker runs several rows at once, as many as it said: {@code next} of the B before, and for
 * the first ones what the plan says. It says 1 while rows are left that have to run singly. So a
 * worker that dies, or whose time ends, dies of one of those; where it was one alone, of that row. A
 * row's time begins with the request or with the B before it. An out-of-memory failure, L with
 * "memory", is of a row that ran alone, and stands in the last B, for such a worker is not used again;
 * where others ran with it, the worker ends without a word instead, and each will be tried alone.
 *
 * <p>The last B may come before the last row: where the plan says to stop and a row failed; where
 * memory ended; where the encoded values sent so far have reached the budget; and once a second has
 * passed since the request, for others wait for what the worker takes up. The supervisor then asks
 * for the rest, when it has room for their values: so it is the turns that hold a quick worker back.
 * One that still goes on with rows after that second and twice a row's time is ended.
 *
 * <p>Each row has its own output budget, and all rows of a request have that of the plan together.
 * Before a row's output stands w with its index in the rows of the request, whenever the row changes:
 * upwards only, never back to rows that a B has told of, or that are not among those running.
 *
 * <h2>Values</h2>
 *
 * A value is encoded as CPython's {@code marshal} does it in its version 2, with these types only.
 * All numbers are little-endian; {@code u32} counts are below 2<sup>31</sup>.
 *
 * <pre>
 * 'N' 'T' 'F'  None, True, False
 * 'i' i32      an int that fits 32 bits
 * 'l' i32 n    an int of |n| digits, each a u16 below 2^15, the least first; negative if n is; the
 *              last digit is not 0
 * 'g' f64      float                     'y' f64 f64  complex: real, imaginary
 * 's' u32 …    bytes: their number       'u' u32 …    str: the length of its UTF-8, without surrogates
 * '(' u32 …    tuple: count, items       '[' u32 …    list: likewise
 * '&lt;' u32 …    set: likewise             '&gt;' u32 …    frozenset: likewise
 * '{' …        dict: key, value, key, value …, then '0'
 * </pre>
 *
 * Every other type byte is a violation: references and interned or short forms, code objects, and
 * type bytes with the reference bit. Keys of {@code '{'} and items of {@code '<'} and {@code '>'} are
 * None, bool, int, float, complex, str or bytes. Duplicates are no violation; in a dict the last
 * counts.
 *
 * <h3>Tagged forms</h3>
 *
 * What marshal has no type for is a tuple whose first item is Ellipsis, {@code '.'}, which appears
 * nowhere else, and whose second is the name of the form:
 *
 * <pre>
 * (…, "bytearray", bytes)                    (…, "uuid", its 16 bytes)
 * (…, "decimal", text: str)                  (…, "fraction", numerator: int, denominator: int)
 * (…, "date", year, month, day)              (…, "timedelta", days, seconds, microseconds)
 * (…, "time", hour, minute, second, microsecond, fold, zone)
 * (…, "datetime", year, month, day, hour, minute, second, microsecond, fold, zone)
 * (…, "enum", class: str, member: str or None, value)
 * (…, "dataclass", class: str, ((field: str, value), …))
 * (…, "namedtuple", class: str, ((field: str, value), …))
 * (…, "subclass", class: str, value of a built-in type)
 * (…, "dict", ((key, value), …))             a dict with other keys than '{' takes
 * (…, "set", (item, …))                      a set with other items than '&lt;' takes
 * (…, "frozenset", (item, …))                likewise
 * (…, "array", type: str, (length: int, …), bytes)
 *                                            a numpy array: its elements row by row, little-endian
 * (…, "series", name, index, values)         a pandas Series
 * (…, "dataframe", ((label, values), …), index)
 *
 * zone  None, ("offset", microseconds: int, name: str or None),
 *       or ("region", key: str, microseconds: int or None)
 * index  ((name, values), …), one pair for each level, of which there is one at least
 * values an array form of one dimension, or a list; in a series or dataframe all equally long
 * </pre>
 *
 * The parts are what the Python types allow: years 1 to 9999, 24 hours, folds 0 and 1, days of a
 * timedelta within ±999,999,999 and its other parts normalised, offsets of less than a day,
 * denominators above 0, the text of a Decimal as {@code Decimal()} takes it. Names of classes, fields
 * and regions are not empty. The value of a subclass form is not None, a bool, or an enum, dataclass,
 * namedtuple, array, series, dataframe or subclass form. A time zone of UTC is {@code ("offset", 0, None)}. The type of an array is one of
 * {@code bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 complex64
 * complex128}, or {@code datetime64} or {@code timedelta64} with {@code [D]}, {@code [s]}, {@code [ms]},
 * {@code [us]} or {@code [ns]} behind it. It has at most 64 dimensions and fewer than 2<sup>31</sup>
 * elements, exactly as many bytes as its shape and type need, and no bools but 0 and 1.
 *
 * <h2>Bounds of this reader</h2>
 *
 * <ul>
 *   <li>A returned value, and the values of a B as one list: the depth, number and bytes of {@link
 *       io.terrarium.wire.DecoderLimits}. A form counts as one level of depth, the value within an
 *       enum or subclass form as one more.
 *   <li>All arguments of a host call together: as a returned value. The name of a host function: 200
 *       UTF-16 units.
 *   <li>Any one text of another answer: 524,288 UTF-16 units. Frames of an error: 200. Diagnostics:
 *       10,000. Functions, parameters, imports and names: 100,000.
 *   <li>Decoding takes time in proportion to the data, at most 40 bytes of heap that stay for each
 *       byte of it, and a stack that {@link io.terrarium.wire.DecoderLimits#MAX_DEPTH} bounds.
 * </ul>
 *
 * <h2>How it may evolve</h2>
 *
 * Both sides are always of one release, so there is no negotiation: a change of anything on this
 * page is a new version, made on both sides at once. New kinds, tags and items of tuples are
 * changes, for neither side skips what it does not know. What a policy's dict holds is between the
 * supervisor's policy and the runtime that applies it, and not part of the format.
 */
@NullMarked
package io.terrarium.wire;

import org.jspecify.annotations.NullMarked;
