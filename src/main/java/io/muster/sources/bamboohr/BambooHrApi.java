package io.muster.sources.bamboohr;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/**
 * The calls of BambooHR's API that we make, in BambooHR's words. Without the header that asks for
 * JSON some of them answer in XML.
 */
@HttpExchange(accept = MediaType.APPLICATION_JSON_VALUE)
interface BambooHrApi {
  @GetExchange("/v1/employees/{id}")
  JsonNode employee(
      @PathVariable("id") String id,
      @RequestParam("fields") String fields,
      @RequestParam("onlyCurrent") boolean onlyCurrent);

  /** All rows, in no order; {@code all} in place of an id is everybody. */
  @GetExchange("/v1/employees/{id}/tables/{table}")
  JsonNode rows(@PathVariable("id") String id, @PathVariable("table") String table);

  @GetExchange("/v1/employees/changed")
  JsonNode changed(@RequestParam("since") String since);

  @PostExchange("/v2/datasets/{dataset}/data")
  JsonNode dataset(@PathVariable("dataset") String dataset, @RequestBody Question question);

  @GetExchange("/v1/meta/tables")
  JsonNode tables();

  @GetExchange("/v1/webhooks")
  JsonNode webhooks();

  @GetExchange("/v1/webhooks/{id}/log")
  JsonNode webhookLog(@PathVariable("id") String id);

  /** Which page of a dataset. */
  record Question(List<String> fields, int page, int pageSize) {}
}
