package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Confidentiality;
import dev.tsumugi.consent.SecurityLabels;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.StoredResource.Change;
import dev.tsumugi.fhirserver.StoredResource.Labelled;
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
import java.util.List;

/**
 * A row of {@code resource} or {@code resource_history}, before any decision on it. It must not
 * leave this package.
 *
 * @param members further compartments
 * @param told beside its facet, good as long as its connection is
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
    long[] members,
    Beyond labels,
    Told told) {

  /**
   * Labels that follow from the codes.
   *
   * @param codes see {@link SecurityLabels#beyond}
   * @param times how often they have changed since the version was written
   */
  record Beyond(List<String> codes, int times) {
    static final Beyond NOTHING = new Beyond(List.of(), 0);
  }

  /**
   * Columns in the order {@link #read} takes them; {@code r} is the row. Few rows have labels of
   * ours: they stand behind the meta, which as JSON holds no line break.
   */
  static final String COLUMNS =
      "r.patient, r.row, r.id, r.version, r.updated, r.facet, r.change, case when r.labels = '{}' and"
          + " r.relabelled = 0 then r.meta else r.meta || E'\\n' || r.relabelled || ' ' ||"
          + " array_to_string(r.labels, ' ') end, r.body, r.members, "
          + Traits.COLUMNS;

  /** What these are made of, for a statement around which another selects them. */
  static final String PLAIN =
      "r.patient, r.row, r.id, r.version, r.updated, r.facet, r.change, r.meta, r.body, r.members,"
          + " r.labels, r.relabelled, "
          + Traits.COLUMNS;

  /** How many these are. */
  static final int COUNT = 14;

  static Row read(String type, ResultSet row) throws SQLException {
    String meta = row.getString(8);
    int end = meta.indexOf('\n');
    Ref ref = new Ref(type, row.getString(3));
    return new Row(
        row.getLong(1),
        row.getLong(2),
        ref,
        row.getInt(4),
        row.getObject(5, OffsetDateTime.class).toInstant(),
        row.getInt(6),
        Change.of(row.getString(7)),
        end < 0 ? meta : meta.substring(0, end),
        row.getBytes(9),
        longs(row.getArray(10)),
        end < 0 ? Beyond.NOTHING : beyond(meta.substring(end + 1)),
        Traits.read(ref, row, 11));
  }

  private static Beyond beyond(String text) {
    String[] words = text.split(" ", -1);
    boolean none = words.length == 2 && words[1].isEmpty();
    List<String> codes = none ? List.of() : List.of(words).subList(1, words.length);
    return new Beyond(codes, Integer.parseInt(words[0]));
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
      Labelled none = new Labelled(labels.times(), Confidentiality.N);
      return new StoredResource(ref, version, updated, change, new byte[0], none);
    }
    boolean plain = labels.codes().isEmpty() && !meta.contains("\"security\"");
    if (plain) return leaving(meta, new Labelled(labels.times(), Confidentiality.N));
    Json.Obj stated =
        SecurityLabels.stated(
            Json.parseObject((meta.isEmpty() ? "{}" : meta).getBytes(StandardCharsets.UTF_8)),
            labels.codes());
    String text = labels.codes().isEmpty() ? meta : stated.toString();
    return leaving(text, new Labelled(labels.times(), SecurityLabels.level(stated)));
  }

  private StoredResource leaving(String meta, Labelled labelled) {
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
    return new StoredResource(ref, version, updated, change, bytes.toByteArray(), labelled);
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
