package io.muster.intake.webhook;

import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** Why a request is not taken, in words its sender can act on; never with its content. */
final class WebhookRefusal extends RuntimeException {
  private final HttpStatus status;
  private final String code;
  private final List<Fault> errors;

  WebhookRefusal(HttpStatus status, String code, String detail) {
    this(status, code, detail, List.of());
  }

  WebhookRefusal(HttpStatus status, String code, String detail, List<Fault> errors) {
    super(detail);
    this.status = status;
    this.code = code;
    this.errors = List.copyOf(errors);
  }

  String code() {
    return code;
  }

  /** The refusal in one line, for the receipt. */
  String summary() {
    var line = new StringBuilder(String.valueOf(getMessage()));
    errors.forEach(
        fault ->
            line.append(' ')
                .append(fault.pointer())
                .append(' ')
                .append(fault.detail())
                .append('.'));
    return line.toString();
  }

  /** The refusal as RFC 9457 puts it. */
  ProblemDetail problem() {
    var problem = ProblemDetail.forStatusAndDetail(status, getMessage());
    problem.setProperty("code", code);
    if (!errors.isEmpty()) {
      problem.setProperty("errors", errors);
    }
    return problem;
  }

  /**
   * One thing that is wrong with the content.
   *
   * @param pointer where, as a JSON pointer
   * @param detail what, without the value
   */
  record Fault(String pointer, String detail) {}
}
