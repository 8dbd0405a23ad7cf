package io.muster.preflight;

import io.muster.preflight.Doctor.Report;
import io.muster.preflight.Finding.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/**
 * Shows what the doctor found, to programs, on a terminal and in a browser. Where something is in
 * the way the status is 503, so that {@code curl --fail-with-body} ends with an error.
 */
@RestController
class DoctorController {
  private final Doctor doctor;

  DoctorController(Doctor doctor) {
    this.doctor = doctor;
  }

  @GetMapping(path = "/api/doctor", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<View> json() {
    var report = doctor.look();
    return status(report).body(new View(report.fit(), report.lookedAt(), report.connections()));
  }

  @GetMapping(path = "/api/doctor", produces = MediaType.TEXT_PLAIN_VALUE)
  ResponseEntity<String> text() {
    var report = doctor.look();
    var text = new StringBuilder();
    for (var connection : report.connections()) {
      text.append("%n%s (%s)%n".formatted(connection.connection(), connection.kind()));
      for (var finding : connection.findings()) {
        text.append("  %-8s%s%n".formatted(word(finding.severity()), finding.what()));
        if (!finding.remedy().isEmpty()) {
          text.append("          > %s%n".formatted(finding.remedy()));
        }
      }
    }
    text.append("%n%s%n".formatted(verdict(report)));
    return status(report).body(text.toString());
  }

  @GetMapping(path = "/api/doctor", produces = MediaType.TEXT_HTML_VALUE)
  ResponseEntity<String> page() {
    var report = doctor.look();
    var page =
        new StringBuilder(
            """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Muster: doctor</title>
            <style>
              body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
              table { border-collapse: collapse; width: 100%; }
              th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-top: 1px solid #ccc; }
              .blocks { color: #a40000; font-weight: bold; } .warns { color: #8a5a00; } .good { color: #00693e; }
            </style></head><body>
            """);
    page.append("<h1>%s</h1>".formatted(escaped(verdict(report))));
    page.append("<p>Looked at %s. Reload to look again.</p>".formatted(report.lookedAt()));
    for (var connection : report.connections()) {
      page.append(
          "<h2>%s (%s)</h2><table><thead><tr><th>Finding</th><th>What</th><th>What to do</th></tr></thead><tbody>"
              .formatted(escaped(connection.connection()), escaped(connection.kind())));
      for (var finding : connection.findings()) {
        var word = word(finding.severity());
        page.append(
            "<tr><td class=\"%s\">%s</td><td>%s</td><td>%s</td></tr>"
                .formatted(word, word, escaped(finding.what()), escaped(finding.remedy())));
      }
      page.append("</tbody></table>");
    }
    return status(report)
        .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        .body(page.append("</body></html>").toString());
  }

  private static ResponseEntity.BodyBuilder status(Report report) {
    return ResponseEntity.status(report.fit() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .cacheControl(CacheControl.noStore());
  }

  private static String verdict(Report report) {
    var blocking =
        report.findings().filter(finding -> finding.severity() == Severity.BLOCKS).count();
    if (blocking > 0) {
      return "%d %s in the way.".formatted(blocking, blocking == 1 ? "thing is" : "things are");
    }
    var others = report.findings().filter(finding -> finding.severity() != Severity.GOOD).count();
    return others == 0
        ? "Everything is as it should be."
        : "Nothing is in the way; %d to look at.".formatted(others);
  }

  private static String word(Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT);
  }

  private static String escaped(String text) {
    return HtmlUtils.htmlEscape(text);
  }

  /**
   * What programs read.
   *
   * @param fit true if nothing is in the way
   */
  record View(boolean fit, Instant lookedAt, List<Doctor.Connection> connections) {}
}
