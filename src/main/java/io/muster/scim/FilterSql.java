package io.muster.scim;

import de.captaingoldfish.scim.sdk.common.constants.enums.Comparator;
import de.captaingoldfish.scim.sdk.common.exceptions.BadRequestException;
import de.captaingoldfish.scim.sdk.common.exceptions.InvalidFilterException;
import de.captaingoldfish.scim.sdk.common.schemas.SchemaAttribute;
import de.captaingoldfish.scim.sdk.server.filter.AndExpressionNode;
import de.captaingoldfish.scim.sdk.server.filter.AttributeExpressionLeaf;
import de.captaingoldfish.scim.sdk.server.filter.AttributePathRoot;
import de.captaingoldfish.scim.sdk.server.filter.FilterNode;
import de.captaingoldfish.scim.sdk.server.filter.NotExpressionNode;
import de.captaingoldfish.scim.sdk.server.filter.OrExpressionNode;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns a filter into a condition that the database works out. Columns come from a fixed list,
 * values are bound as parameters.
 */
final class FilterSql {
  /** Of users. */
  static final FilterSql USERS =
      new FilterSql(
          Map.ofEntries(
              Map.entry("id", new Column("id", Kind.ID)),
              Map.entry("externalid", new Column("external_id", Kind.EXACT)),
              Map.entry("username", new Column("user_name_key", Kind.KEY)),
              Map.entry("displayname", new Column("display_name", Kind.TEXT)),
              Map.entry("name.givenname", new Column("given_name", Kind.TEXT)),
              Map.entry("name.familyname", new Column("family_name", Kind.TEXT)),
              Map.entry("enterprise:employeenumber", new Column("employee_number", Kind.TEXT)),
              Map.entry("active", new Column("active", Kind.FLAG)),
              Map.entry("emails.value", new Column("mails", Kind.MAIL)),
              Map.entry("emails", new Column("mails", Kind.MAIL)),
              Map.entry("meta.created", new Column("created_at", Kind.MOMENT)),
              Map.entry("meta.lastmodified", new Column("changed_at", Kind.MOMENT))),
          "id, externalId, userName, displayName, name.givenName, name.familyName, active,"
              + " emails.value, emails[type eq \"work\"].value, meta.created, meta.lastModified and"
              + " the enterprise employeeNumber");

  /** Of groups. */
  static final FilterSql GROUPS =
      new FilterSql(
          Map.of(
              "id", new Column("id", Kind.ID),
              "externalid", new Column("external_id", Kind.EXACT),
              "displayname", new Column("display_name", Kind.TEXT),
              "members.value", new Column("members", Kind.MEMBER),
              "members", new Column("members", Kind.MEMBER),
              "meta.created", new Column("created_at", Kind.MOMENT),
              "meta.lastmodified", new Column("changed_at", Kind.MOMENT)),
          "id, externalId, displayName, members.value, meta.created and meta.lastModified");

  private static final int MOST_PARTS = 20;
  private static final Map<Comparator, String> SIGNS =
      Map.of(
          Comparator.EQ, "=",
          Comparator.NE, "is distinct from",
          Comparator.GT, ">",
          Comparator.GE, ">=",
          Comparator.LT, "<",
          Comparator.LE, "<=");

  private final Map<String, Column> columns;
  private final String names;

  private FilterSql(Map<String, Column> columns, String names) {
    this.columns = columns;
    this.names = names;
  }

  /**
   * The condition.
   *
   * @param filter what is asked for, or null for everything
   * @throws InvalidFilterException if it asks for something that is not offered, saying what is
   */
  Condition condition(@Nullable FilterNode filter) {
    if (filter != null && comparisons(filter) > MOST_PARTS) {
      throw refused("The filter has more than %d comparisons.".formatted(MOST_PARTS));
    }
    var parameters = new LinkedHashMap<String, Object>();
    return new Condition(filter == null ? "true" : sql(filter, null, parameters), parameters);
  }

  /**
   * The column to sort by; the order of arrival if that is not said.
   *
   * @throws BadRequestException if it cannot be sorted by, as nobody wants a list that looks sorted
   */
  String order(@Nullable SchemaAttribute by, boolean descending) {
    if (by == null) {
      return "number";
    }
    var column = columns.get(name(by));
    if (column == null || column.kind == Kind.MAIL || column.kind == Kind.MEMBER) {
      throw ScimJson.value(
          "Nothing is sorted by %s. Leave sortBy out, or sort by %s."
              .formatted(by.getScimNodeName(), sortable()));
    }
    var sql = column.kind == Kind.TEXT ? "lower(%s)".formatted(column.sql) : column.sql;
    return "%s %s nulls last, number".formatted(sql, descending ? "desc" : "asc");
  }

  private String sortable() {
    return columns.entrySet().stream()
        .filter(it -> it.getValue().kind != Kind.MAIL && it.getValue().kind != Kind.MEMBER)
        .map(Map.Entry::getKey)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** What may be asked for, for people. */
  String offer() {
    return "Filters may use %s; the operators eq, ne, co, sw, ew, pr and for dates gt, ge, lt, le; and, or, not and parentheses; at most %d comparisons."
        .formatted(names, MOST_PARTS);
  }

  /** Every one counts, those with no value and with one that nothing can have among them. */
  private static int comparisons(FilterNode node) {
    if (node instanceof AndExpressionNode and) {
      return comparisons(and.getLeftNode()) + comparisons(and.getRightNode());
    }
    if (node instanceof OrExpressionNode or) {
      return comparisons(or.getLeftNode()) + comparisons(or.getRightNode());
    }
    if (node instanceof NotExpressionNode not) {
      return comparisons(not.getRightNode());
    }
    return node instanceof AttributePathRoot root && root.getChild() != null
        ? comparisons(root.getChild())
        : 1;
  }

  private String sql(FilterNode node, @Nullable String mailType, Map<String, Object> parameters) {
    if (node instanceof AndExpressionNode and) {
      return "(%s and %s)"
          .formatted(
              sql(and.getLeftNode(), mailType, parameters),
              sql(and.getRightNode(), mailType, parameters));
    }
    if (node instanceof OrExpressionNode or) {
      return "(%s or %s)"
          .formatted(
              sql(or.getLeftNode(), mailType, parameters),
              sql(or.getRightNode(), mailType, parameters));
    }
    if (node instanceof NotExpressionNode not) {
      // an attribute that is not there is not equal to anything, so the opposite holds
      return "not coalesce(%s, false)".formatted(sql(not.getRightNode(), mailType, parameters));
    }
    if (node instanceof AttributePathRoot root) {
      return mailOfType(root, parameters);
    }
    if (node instanceof AttributeExpressionLeaf leaf) {
      return comparison(leaf, mailType, parameters);
    }
    throw refused("The filter has a form that is not understood.");
  }

  /** {@code emails[type eq "work" and value eq "a@example.com"]}, in this form only. */
  private String mailOfType(AttributePathRoot root, Map<String, Object> parameters) {
    var column = columns.get(name(root.getSchemaAttribute()));
    if (column != null
        && column.kind == Kind.MEMBER
        && root.getChild() instanceof AttributeExpressionLeaf leaf
        && leaf.getSchemaAttribute().getName().equalsIgnoreCase("value")) {
      return comparison(leaf, null, parameters);
    }
    if (column != null && column.kind == Kind.MAIL) {
      if (root.getChild() instanceof AndExpressionNode and
          && and.getLeftNode() instanceof AttributeExpressionLeaf type
          && and.getRightNode() instanceof AttributeExpressionLeaf value
          && type.getSchemaAttribute().getName().equals("type")
          && value.getSchemaAttribute().getName().equals("value")
          && type.getComparator() == Comparator.EQ) {
        return comparison(value, text(type), parameters);
      }
      if (root.getChild() instanceof AttributeExpressionLeaf value
          && value.getSchemaAttribute().getName().equals("value")) {
        return comparison(value, null, parameters);
      }
    }
    throw refused("Brackets are understood for emails[type eq \"…\" and value eq \"…\"] only.");
  }

  private String comparison(
      AttributeExpressionLeaf leaf, @Nullable String mailType, Map<String, Object> parameters) {
    var column = columns.get(name(leaf.getSchemaAttribute()));
    if (column == null) {
      throw refused(
          "Attribute %s cannot be filtered by."
              .formatted(leaf.getSchemaAttribute().getScimNodeName()));
    }
    var comparator = leaf.getComparator();
    if (comparator == Comparator.PR) {
      return switch (column.kind) {
        case MAIL -> "cardinality(mails) > 0";
        case MEMBER -> "exists (select 1 from muster_scim_member m where m.group_id = g.id)";
        default -> column.sql + " is not null";
      };
    }
    if (leaf.isNull()) {
      throw refused("Comparing with null is not understood; use pr, or not (… pr).");
    }
    var name = "f" + parameters.size();
    return switch (column.kind) {
      case ID -> equal(column, comparator, name, uuid(text(leaf)), parameters);
      case FLAG -> equal(column, comparator, name, leaf.getBooleanValue().orElse(null), parameters);
      case MOMENT -> moment(column, leaf, name, parameters);
      case EXACT -> textual(column.sql, comparator, name, text(leaf), parameters);
      case KEY ->
          textual(
              column.sql,
              comparator,
              name,
              ScimJson.key(ScimJson.stripped(text(leaf))),
              parameters);
      case TEXT ->
          textual(
              "lower(%s)".formatted(column.sql),
              comparator,
              name,
              ScimJson.key(text(leaf)),
              parameters);
      case MAIL -> {
        only(comparator, Comparator.EQ);
        parameters.put(name, UserContent.mailKey(mailType, text(leaf)));
        yield "mails @> array[cast(:%s as text)]".formatted(name);
      }
      case MEMBER -> {
        only(comparator, Comparator.EQ);
        var id = uuid(text(leaf));
        if (id == null) {
          yield "false";
        }
        parameters.put(name, id);
        yield "exists (select 1 from muster_scim_member m where m.group_id = g.id and m.user_id = :%s)"
            .formatted(name);
      }
    };
  }

  private String equal(
      Column column,
      Comparator comparator,
      String name,
      @Nullable Object value,
      Map<String, Object> parameters) {
    if (comparator != Comparator.EQ && comparator != Comparator.NE) {
      throw refused("Operator %s makes no sense there.".formatted(word(comparator)));
    }
    if (value == null) {
      return comparator == Comparator.EQ ? "false" : "true"; // nothing has such an id
    }
    parameters.put(name, value);
    return "%s %s :%s".formatted(column.sql, SIGNS.get(comparator), name);
  }

  private String moment(
      Column column, AttributeExpressionLeaf leaf, String name, Map<String, Object> parameters) {
    var sign = SIGNS.get(leaf.getComparator());
    var moment = leaf.getDateTime();
    if (sign == null || moment.isEmpty()) {
      throw refused("A date is compared by eq, ne, gt, ge, lt or le with 2026-11-24T08:00:00Z.");
    }
    parameters.put(name, moment.get().atOffset(ZoneOffset.UTC));
    return "%s %s :%s".formatted(column.sql, sign, name);
  }

  private String textual(
      String sql,
      Comparator comparator,
      String name,
      String value,
      Map<String, Object> parameters) {
    var pattern =
        switch (comparator) {
          case CO -> "%" + escaped(value) + "%";
          case SW -> escaped(value) + "%";
          case EW -> "%" + escaped(value);
          default -> null;
        };
    if (pattern != null) {
      parameters.put(name, pattern);
      return "%s like :%s".formatted(sql, name);
    }
    if (comparator != Comparator.EQ && comparator != Comparator.NE) {
      throw refused("Operator %s makes no sense for a text.".formatted(word(comparator)));
    }
    parameters.put(name, value);
    return "%s %s :%s".formatted(sql, SIGNS.get(comparator), name);
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }

  private void only(Comparator comparator, Comparator allowed) {
    if (comparator != allowed) {
      throw refused("Operator %s is not offered there, eq is.".formatted(word(comparator)));
    }
  }

  private InvalidFilterException refused(String why) {
    return new InvalidFilterException(why + " " + offer());
  }

  private static String text(AttributeExpressionLeaf leaf) {
    return FilterLiterals.meant(Optional.ofNullable(leaf.getValue()).orElse(""));
  }

  private static String name(SchemaAttribute attribute) {
    var name = attribute.getScimNodeName().toLowerCase(Locale.ROOT);
    return UserContent.ENTERPRISE.equals(attribute.getResourceUri()) ? "enterprise:" + name : name;
  }

  private static String word(Comparator comparator) {
    return comparator.name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable UUID uuid(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException notOneOfOurs) {
      return null;
    }
  }

  /**
   * What to put behind {@code where}.
   *
   * @param parameters by name
   */
  record Condition(String sql, Map<String, Object> parameters) {}

  private record Column(String sql, Kind kind) {}

  private enum Kind {
    ID,
    EXACT,
    KEY,
    TEXT,
    FLAG,
    MOMENT,
    MAIL,
    MEMBER
  }
}
