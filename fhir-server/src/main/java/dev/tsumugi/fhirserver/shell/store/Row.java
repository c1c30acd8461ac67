package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.StoredResource.Change;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * A row of {@code resource} or {@code resource_history}, before any decision on it. It must not
 * leave this package.
 *
 * @param members further compartments
 */
@SuppressWarnings("ArrayRecordComponent") // bytes and keys as the driver gives them
record Row(
    long patient,
    long row,
    Ref ref,
    int version,
    Instant updated,
    int facet,
    Change change,
    String meta,
    byte[] body,
    long[] members) {

  /** Columns in the order {@link #read} takes them; {@code r} is the row. */
  static final String COLUMNS =
      "r.patient, r.row, r.id, r.version, r.updated, r.facet, r.change, r.meta, r.body, r.members";

  /** How many these are. */
  static final int COUNT = 10;

  static Row read(String type, ResultSet row) throws SQLException {
    return new Row(
        row.getLong(1),
        row.getLong(2),
        new Ref(type, row.getString(3)),
        row.getInt(4),
        row.getObject(5, OffsetDateTime.class).toInstant(),
        row.getInt(6),
        Change.of(row.getString(7)),
        row.getString(8),
        row.getBytes(9),
        longs(row.getArray(10)));
  }

  static long[] longs(Array array) throws SQLException {
    Long[] boxed = (Long[]) array.getArray();
    long[] longs = new long[boxed.length];
    for (int i = 0; i < longs.length; i++) longs[i] = boxed[i];
    return longs;
  }

  static int[] shorts(Array array) throws SQLException {
    Short[] boxed = (Short[]) array.getArray();
    int[] shorts = new int[boxed.length];
    for (int i = 0; i < shorts.length; i++) shorts[i] = boxed[i];
    return shorts;
  }

  /** The bytes that leave: type, id and meta from columns, then the body as it came in. */
  StoredResource stored() {
    if (change == Change.DELETED) {
      return new StoredResource(ref, version, updated, change, new byte[0]);
    }
    String front =
        "{\"resourceType\":\""
            + ref.type()
            + "\",\"id\":\""
            + ref.id()
            + "\",\"meta\":{\"versionId\":\""
            + version
            + "\",\"lastUpdated\":\""
            + FhirTime.instant(updated)
            + '"'
            + (meta.isEmpty() ? "}" : "," + meta.substring(1))
            + (body.length == 1 ? "" : ",");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(front.length() + body.length + 16);
    bytes.writeBytes(front.getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(body);
    return new StoredResource(ref, version, updated, change, bytes.toByteArray());
  }

  /** {@code meta} as it is kept: without what the columns hold; empty text for none. */
  static String metaOf(Json.Obj resource) {
    Json.Obj meta = resource.obj("meta");
    if (meta == null) return "";
    Json.Obj rest = meta.without("versionId", "lastUpdated");
    return rest.size() == 0 ? "" : rest.toString();
  }

  /** The body as it is kept: members behind the opening brace. */
  static byte[] bodyOf(Json.Obj resource) {
    byte[] whole = Json.bytes(resource.without("resourceType", "id", "meta"));
    byte[] body = new byte[whole.length - 1];
    System.arraycopy(whole, 1, body, 0, body.length);
    return body;
  }
}
