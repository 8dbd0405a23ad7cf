package io.muster.node;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers 503 when the database goes away in the middle of a request. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE - 10)
class UnfitAdvice {
  private static final Logger log = LoggerFactory.getLogger(UnfitAdvice.class);

  @ExceptionHandler({
    CannotCreateTransactionException.class,
    TransactionSystemException.class,
    DataAccessResourceFailureException.class,
    TransientDataAccessResourceException.class
  })
  ResponseEntity<ProblemDetail> later(Exception failure) {
    log.warn("a request could not be stored: {}", failure.getMessage());
    return ResponseEntity.of(
            ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE,
                "Nothing can be stored at this moment. Send it again later."))
        .header(HttpHeaders.RETRY_AFTER, "10")
        .build();
  }
}
