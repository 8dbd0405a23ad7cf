package io.muster.console;

import io.muster.evidence.CaseEvidence;
import java.security.Principal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The audit room for programs: the same population and the same samples. */
@RestController
class AuditController {
  private final AuditRoom room;
  private final CaseEvidence evidence;
  private final Clock clock;

  AuditController(AuditRoom room, CaseEvidence evidence, Clock clock) {
    this.room = room;
    this.evidence = evidence;
    this.clock = clock;
  }

  @GetMapping("/api/audit")
  Map<String, @Nullable Object> population(
      @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE)
          @Nullable LocalDate from,
      @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE)
          @Nullable LocalDate to) {
    return room.population(AuditPage.period(from, to, clock)).exported();
  }

  @GetMapping("/api/audit/sample")
  ResponseEntity<byte[]> sample(
      @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate from,
      @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate to,
      @RequestParam(name = "case", required = false) @Nullable List<String> picked,
      @RequestParam(required = false) @Nullable Integer size,
      @RequestParam(required = false) @Nullable Long seed,
      Principal reader) {
    try {
      return AuditPage.zip(
          room,
          evidence,
          new AuditPeriod(from, to),
          new AuditSample(picked == null ? List.of() : picked, size, seed),
          reader.getName());
    } catch (PageRefused refused) {
      throw new ResponseStatusException(
          HttpStatus.valueOf(refused.status().value()), refused.getMessage());
    }
  }
}
