package io.muster.scim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import de.captaingoldfish.scim.sdk.common.constants.enums.SortOrder;
import de.captaingoldfish.scim.sdk.common.etag.ETag;
import de.captaingoldfish.scim.sdk.common.resources.ResourceNode;
import de.captaingoldfish.scim.sdk.common.resources.complex.Meta;
import de.captaingoldfish.scim.sdk.common.schemas.SchemaAttribute;
import de.captaingoldfish.scim.sdk.common.utils.JsonHelper;
import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What users and groups have in common on their way out. */
final class Resources {
  private Resources() {}

  /** A resource with what is ours to say about it. */
  static <T extends ResourceNode> T of(
      Class<T> type,
      ObjectNode content,
      UUID id,
      long version,
      Instant created,
      Instant changed,
      Context context) {
    var resource = JsonHelper.copyResourceToObject(content.deepCopy(), type);
    resource.setId(id.toString());
    var meta =
        Meta.builder()
            .resourceType(type.getSimpleName())
            .created(created)
            .lastModified(changed)
            .location(context.getResourceReferenceUrl(id.toString()))
            .build();
    meta.setVersion(ETag.builder().weak(true).tag(Long.toString(version)).build());
    resource.setMeta(meta);
    return resource;
  }

  /** Whether an attribute that costs a question to the database is wanted at all. */
  static boolean wanted(
      String name,
      @Nullable List<SchemaAttribute> attributes,
      @Nullable List<SchemaAttribute> excluded) {
    if (attributes != null && !attributes.isEmpty()) {
      return named(name, attributes);
    }
    return excluded == null
        || excluded.stream().noneMatch(one -> one.getScimNodeName().equals(name));
  }

  static boolean descending(@Nullable SortOrder order) {
    return order == SortOrder.DESCENDING;
  }

  /** Our id, if it is one. */
  static Optional<UUID> id(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException notOneOfOurs) {
      return Optional.empty();
    }
  }

  private static boolean named(String name, List<SchemaAttribute> attributes) {
    return attributes.stream()
        .map(SchemaAttribute::getScimNodeName)
        .anyMatch(one -> one.equals(name) || one.startsWith(name + "."));
  }
}
