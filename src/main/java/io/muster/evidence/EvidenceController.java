package io.muster.evidence;

import io.muster.people.EmployeeId;
import java.security.Principal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Hands out packs, and what they are checked with. */
@RestController
class EvidenceController {
  private static final MediaType ZIP = MediaType.parseMediaType("application/zip");
  private static final MediaType PEM = MediaType.parseMediaType("application/x-pem-file");
  private static final int LONGEST_REASON = 500;

  private final CaseEvidence evidence;
  private final Erasure erasure;

  EvidenceController(CaseEvidence evidence, Erasure erasure) {
    this.evidence = evidence;
    this.erasure = erasure;
  }

  @GetMapping("/api/cases/{id}/evidence")
  ResponseEntity<byte[]> pack(@PathVariable String id, Principal reader) {
    var pack =
        evidence
            .pack(id, reader.getName())
            .orElseThrow(
                () ->
                    new ResponseStatusException(
                        HttpStatus.NOT_FOUND,
                        "Nothing was written down of a case with this number. Look whether it was copied whole; cases that ended before evidence was kept have none."));
    return ResponseEntity.ok()
        .contentType(ZIP)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename("evidence-%s.zip".formatted(id.replaceAll("[^0-9A-Za-z-]", "_")))
                .build()
                .toString())
        .body(pack);
  }

  @GetMapping("/api/evidence/public-keys")
  ResponseEntity<String> publicKeys() {
    var keys = evidence.publicKeys();
    if (keys.isEmpty()) {
      throw new ResponseStatusException(
          HttpStatus.NOT_FOUND, "Evidence is not signed here. Set muster.evidence.signing-key.");
    }
    return ResponseEntity.ok().contentType(PEM).body(keys);
  }

  @GetMapping("/api/evidence/verifier")
  ResponseEntity<String> verifier() {
    return ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body(evidence.verifier());
  }

  /**
   * Who is to be forgotten.
   *
   * @param employee the person's number
   * @param why for the record
   */
  record Request(@Nullable String employee, @Nullable String why) {}

  @PostMapping(path = "/api/evidence/erasures", consumes = MediaType.APPLICATION_JSON_VALUE)
  Map<String, String> erase(@RequestBody Request request, Principal by) {
    var why = request.why();
    if (why == null || why.isBlank() || why.length() > LONGEST_REASON) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST,
          "Say why, in 1 to %d characters; it stays on record.".formatted(LONGEST_REASON));
    }
    var employee = employee(request.employee());
    return switch (erasure.erase(employee, by.getName(), why)) {
      case ERASED -> Map.of("employee", employee.value(), "result", "erased");
      case NOTHING_THERE ->
          throw new ResponseStatusException(
              HttpStatus.NOT_FOUND, "No evidence names this person, or no longer.");
      case ON_HOLD ->
          throw new ResponseStatusException(
              HttpStatus.CONFLICT,
              "This person is under legal hold. Lift the hold first: POST /api/legal-holds/%s/lift."
                  .formatted(employee.value()));
    };
  }

  private static EmployeeId employee(@Nullable String number) {
    try {
      return new EmployeeId(number == null ? "" : number);
    } catch (IllegalArgumentException notANumber) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "Field employee: " + notANumber.getMessage());
    }
  }
}
