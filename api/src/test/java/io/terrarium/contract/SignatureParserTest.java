package io.terrarium.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.terrarium.FunctionSignature.Parameter.Kind;
import io.terrarium.contract.Contract.Parameter;
import io.terrarium.value.PythonType;
import io.terrarium.value.PythonType.Plain;
import io.terrarium.value.TypeToken;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureParserTest {

  @Test
  void a_signature_is_the_contract_that_java_would_have_said() {
    assertThat(Contract.parse("score(xs: list[float]) -> float"))
        .isEqualTo(
            Contract.of("score")
                .parameter("xs", new TypeToken<List<Double>>() {})
                .returns(double.class));
    assertThat(Contract.parse("f(a, /, b: str = 'x', *, c: int = 1, **rest: bool)"))
        .isEqualTo(
            Contract.of("f")
                .parameter(Parameter.of("a", Plain.ANY).byPosition())
                .parameter(Parameter.of("b", Plain.STR).orLeftOut())
                .parameter(Parameter.of("c", Plain.INT).byName().orLeftOut())
                .parameter(new Parameter("rest", Kind.VAR_KEYWORD, true, Plain.BOOL)));
  }

  @Test
  void java_types_are_the_types_that_their_values_become() {
    assertThat(PythonType.of(new TypeToken<Map<String, Set<Long>>>() {}))
        .hasToString("dict[str, set[int]]");
    assertThat(PythonType.of(double[][].class)).hasToString("list[list[float]]");
    assertThat(PythonType.of(byte[].class)).hasToString("bytes");
    assertThat(PythonType.of(new TypeToken<List<? extends Optional<Instant>>>() {}))
        .hasToString("list[datetime | None]");
    assertThat(PythonType.of(Kind.class)).asString().startsWith("Literal['POSITIONAL_ONLY', ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "f()",
        "f(a, b)",
        "f(a, /, b, *, c)",
        "f(a: int = ..., *args: float, k: str = ..., **more: bytes) -> None",
        "f(a: list[float] | None) -> dict[str, list[int]]",
        "f(a: tuple[int, ...], b: tuple[int, str], c: tuple[()]) -> set[str]",
        "f(a: frozenset[int], b: Literal['low', \"it's\"]) -> int | float | str",
        "f(a: date, b: time, c: datetime, d: timedelta, e: Decimal, f: Fraction, g: UUID)",
        "grüße(名前: str) -> bytearray"
      })
  void what_a_contract_prints_is_the_contract_again(String signature) {
    Contract contract = Contract.parse(signature);

    assertThat(contract).hasToString(signature);
    assertThat(Contract.parse(contract.toString())).isEqualTo(contract);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          f(a: Optional[int])             ;  f(a: int | None)
          f(a: Union[int, str, None])     ;  f(a: int | str | None)
          f(a: typing.List[typing.Any])    ; f(a: list[Any])
          f(a: list, b: dict, c: tuple)    ; f(a: list[Any], b: dict[Any, Any], c: tuple[Any, ...])
          f(a: datetime.date) -> object    ; f(a: date) -> Any
          f(a: decimal.Decimal = -1,)      ; f(a: Decimal = ...)
          f ( a , * , b = None ) -> int    ; f(a, *, b=...) -> int
          """)
  void what_python_writes_otherwise_is_the_same(String written, String shown) {
    assertThat(Contract.parse(written)).hasToString(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          score(xs: list[flaot])     ; 16 ; there is no type 'flaot' here; did you mean 'float'?
          score(xs: DataFrame)       ; 11 ; there is no type 'DataFrame' here; there is Any, None
          score(xs: list[float)      ; 21 ; a comma or a closing bracket is missing here
          score(xs                   ; 9  ; a comma or a closing parenthesis is missing here
          score(xs) float            ; 11 ; only '-> type' may stand behind the parameters
          score(xs) -> int, int      ; 17 ; nothing may stand behind the type of the result
          score(xs) ->               ; 13 ; a type is missing here
          score                      ; 6  ; the parameters stand in parentheses
          def score(xs)              ; 1  ; leave 'def' out
          (xs)                       ; 1  ; the name of a function is missing here
          f(a, a)                    ; 6  ; there are two parameters 'a'
          f(a=1, b)                  ; 8  ; 'b' is always passed, and stands behind 'a'
          f(*, /)                    ; 6  ; '/' stands once
          f(/)                       ; 3  ; '/' stands once
          f(a, *)                    ; 6  ; a name has to come behind a bare '*'
          f(a, *, *b)                ; 9  ; '*' stands once
          f(**k, a)                  ; 8  ; cannot stand behind
          f(*a=1)                    ; 5  ; has no default
          f(a=[])                    ; 5  ; write = ...
          f(lambda)                  ; 3  ; a word of Python's own
          f(a: 'int')                ; 6  ; without quotes
          f(a: dict[str])            ; 6  ; 'dict' has two parts
          f(a: int[str])             ; 9  ; 'int' has no parts
          f(a: Optional)             ; 6  ; in brackets
          f(a: Literal[1])           ; 14 ; is made of texts
          f(a: tuple[int, str, ...]) ; 22 ; behind one type
          f(a) -> int$               ; 12 ; no meaning
          f(a: Literal["x)           ; 14 ; no end
          """)
  void a_mistake_is_named_with_its_place(String signature, int column, String problem) {
    assertThatExceptionOfType(InvalidContractException.class)
        .isThrownBy(() -> Contract.parse(signature))
        .satisfies(e -> {
          assertThat(e.problem()).contains(problem);
          assertThat(e.column()).isEqualTo(column);
          List<String> lines = String.valueOf(e.getMessage()).lines().toList();
          assertThat(lines.get(1)).isEqualTo("    " + signature);
          assertThat(lines.get(2)).matches(" {" + (3 + column) + "}\\^+");
        });
  }

  @Test
  void a_long_signature_is_shown_around_the_mistake() {
    String signature = "f(" + "a, ".repeat(40) + "b: flaot, " + "c, ".repeat(40) + ")";

    assertThatExceptionOfType(InvalidContractException.class)
        .isThrownBy(() -> Contract.parse("f(" + "\n".repeat(100) + "flaot flaot"))
        .satisfies(e -> {
          List<String> lines = String.valueOf(e.getMessage()).lines().toList();
          assertThat(lines).hasSize(3);
          assertThat(lines.get(1).substring(lines.get(2).indexOf('^'))).startsWith("flaot");
        });
    assertThatExceptionOfType(InvalidContractException.class)
        .isThrownBy(() -> Contract.parse(signature));
  }

  @Test
  void length_and_depth_are_bounded() {
    for (String signature :
        List.of(
            "f(a: " + "list[".repeat(5_000),
            "f(a: " + "list[".repeat(31) + "int" + "]".repeat(31) + ")",
            "f(" + "a".repeat(20_000) + ")",
            "f(" + "a,".repeat(3_000) + ")")) {
      assertThatExceptionOfType(InvalidContractException.class)
          .isThrownBy(() -> Contract.parse(signature));
    }
  }

  @Test
  void whatever_the_text_is_a_mistake_is_all_that_can_come_of_it() {
    var random = new Random(20261125);
    String good = "score(a, /, xs: list[float] | None = ..., *args: int, k='x', **kw) -> tuple[()]";
    String signs = "()[]{},:=*/|.-><'\"\\ \n\tabcNone019\u0000\ud800ß";
    for (int turn = 0; turn < 20_000; turn++) {
      var text = new StringBuilder(good);
      for (int change = random.nextInt(6); change >= 0; change--) {
        int at = random.nextInt(text.length());
        char sign = signs.charAt(random.nextInt(signs.length()));
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, sign);
          default -> text.setCharAt(at, sign);
        }
      }
      try {
        Contract contract = Contract.parse(text.toString());
        assertThat(Contract.parse(contract.toString())).isEqualTo(contract);
      } catch (InvalidContractException e) {
        assertThat(e.getMessage()).hasLineCount(3);
      }
    }
  }

  @Test
  void a_contract_in_java_is_held_to_the_same_rules() {
    Contract contract = Contract.of("f").parameter(Parameter.of("a", Plain.INT).orLeftOut());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> contract.parameter("b", int.class))
        .withMessageContaining("stands behind 'a'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> contract.parameter("a", int.class))
        .withMessageContaining("two parameters 'a'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Contract.of("two words"))
        .withMessageContaining("no name for a function");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Contract.of("f").returns(Thread.class))
        .withMessageContaining("java.lang.Thread");
  }
}
