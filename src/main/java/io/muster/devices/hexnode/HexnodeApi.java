package io.muster.devices.hexnode;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.annotation.PutExchange;

/**
 * The calls of Hexnode's REST API that we make, in Hexnode's words. Every path ends in a slash;
 * without it the answer is 404.
 */
@HttpExchange(accept = MediaType.APPLICATION_JSON_VALUE)
interface HexnodeApi {
  @GetExchange("users/")
  Page<User> users(@RequestParam("page") int page, @RequestParam("per_page") int perPage);

  @GetExchange("users/{id}/")
  UserDetail user(@PathVariable("id") String id);

  /** Answers with the new user, as text: the shape is not documented. */
  @PostExchange("users/")
  @Nullable String createUser(@RequestBody Object newUser);

  @PostExchange("users/{id}/send_request/")
  void askToEnrol(@PathVariable("id") String id, @RequestBody Object enrolment);

  @GetExchange("usergroups/")
  Page<Group> groups(@RequestParam("page") int page, @RequestParam("per_page") int perPage);

  @GetExchange("usergroups/{id}/")
  GroupDetail group(@PathVariable("id") long id);

  /** Answers with the new group, as text. */
  @PostExchange("usergroups/")
  @Nullable String createGroup(@RequestBody Object newGroup);

  @PostExchange("usergroups/{id}/")
  void changeMembers(@PathVariable("id") long id, @RequestBody Object members);

  /** Replaces name, description and all members. */
  @PutExchange("usergroups/{id}/")
  void replaceGroup(@PathVariable("id") long id, @RequestBody Object group);

  @GetExchange("devices/")
  Page<JsonNode> devices(@RequestParam("page") int page, @RequestParam("per_page") int perPage);

  @GetExchange("devices/{id}/")
  JsonNode device(@PathVariable("id") long id);

  @GetExchange("devices/{id}/policies/")
  Page<Policy> policiesOn(
      @PathVariable("id") long id,
      @RequestParam("page") int page,
      @RequestParam("per_page") int perPage);

  @GetExchange("devices/{id}/applications/")
  Page<App> appsOn(
      @PathVariable("id") long id,
      @RequestParam("page") int page,
      @RequestParam("per_page") int perPage);

  @GetExchange("devices/{id}/{status}/")
  Page<ActionStatus> actionsOn(
      @PathVariable("id") long id,
      @PathVariable("status") String status,
      @RequestParam("page") int page,
      @RequestParam("per_page") int perPage);

  @GetExchange("devicegroups/")
  Page<Group> deviceGroups(@RequestParam("page") int page, @RequestParam("per_page") int perPage);

  @GetExchange("devicegroups/{id}/")
  JsonNode deviceGroup(@PathVariable("id") long id);

  @GetExchange("policy/")
  Page<Policy> policies(@RequestParam("page") int page, @RequestParam("per_page") int perPage);

  @PostExchange("actions/{action}/")
  void act(@PathVariable("action") String action, @RequestBody Object order);

  /** The number of the thing an answer is about, or 0 if it shows none. */
  static long idIn(JsonNode answer) {
    var id = answer.hasNonNull("id") ? answer.path("id") : answer.path("device").path("id");
    return id.isTextual() ? id.asLong() : id.longValue();
  }

  /**
   * One page of a list.
   *
   * @param count how many things the whole list has, or null if the page does not say
   * @param next says only whether there is another page
   */
  record Page<T>(@Nullable Integer count, @Nullable String next, @Nullable List<T> results) {}

  /** A user in a list. */
  record User(long id, @Nullable String name, @Nullable String email, @Nullable String domain) {}

  /** A user read singly; some portals may not show the groups. */
  record UserDetail(
      long id,
      @Nullable String name,
      @Nullable String email,
      @Nullable List<JsonNode> usergroups) {}

  /** A new local user. */
  record NewUser(String name, String email) {}

  /** The message that asks a user to enrol a device. */
  record Enrolment(String ownership) {}

  /** A user group in a list. */
  record Group(long id, @Nullable String groupname, @Nullable Integer usersCount) {}

  /** A user group read singly. */
  record GroupDetail(
      long id,
      @Nullable String groupname,
      @Nullable List<User> users,
      @Nullable List<Policy> policy) {}

  /** A new user group. */
  record NewGroup(String groupname, String description, List<Long> users) {}

  /** Who comes into a group and who leaves it; both lists are required. */
  record Members(List<Long> addUsers, List<Long> removeUsers) {}

  /** A policy, in the list of all or on a device or group. */
  record Policy(long id, @Nullable String name, boolean archived) {}

  /** An app on a device. */
  record App(@Nullable String name, @Nullable String identifier) {}

  /** What became of an action. */
  record ActionStatus(
      @Nullable String action,
      @Nullable String status,
      @Nullable String initiatedTime,
      @Nullable String message,
      @Nullable JsonNode deviceId) {}

  /** An action for exactly these devices; the other lists are always there and always empty. */
  record DeviceOrder(
      List<Long> devices, List<Long> users, List<Long> usergroups, List<Long> devicegroups) {
    static DeviceOrder on(List<Long> devices) {
      return new DeviceOrder(devices, List.of(), List.of(), List.of());
    }
  }

  /** A lock. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record LockOrder(
      List<Long> devices,
      List<Long> users,
      List<Long> usergroups,
      List<Long> devicegroups,
      String message,
      @Nullable String phoneNumber,
      @Nullable String systemLockPin) {}

  /** Policies for devices or for user groups. */
  record PolicyOrder(
      List<Long> policies,
      List<Long> devices,
      List<Long> users,
      List<Long> usergroups,
      List<Long> devicegroups) {}
}
