using System.Text.Encodings.Web;
using System.Text.Json;

namespace DocuSense.Maintenance;

/// <summary>Writes JSON documents for people and their tools: UTF-8, indented, with a line end.</summary>
internal static class JsonOutput
{
    /// <summary>The document, whose content is one object.</summary>
    public static byte[] Object(Action<Utf8JsonWriter> content)
    {
        using var stream = new MemoryStream();
        // The relaxed encoder leaves letters and quotes readable; the document is no part of a page.
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            content(writer);
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>A string, or null.</summary>
    public static void Text(this Utf8JsonWriter writer, string name, string? value)
    {
        if (value is null)
            writer.WriteNull(name);
        else
            writer.WriteString(name, value);
    }

    /// <summary>A list of strings.</summary>
    public static void Texts(this Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    /// <summary>A list of objects.</summary>
    public static void Objects<T>(this Utf8JsonWriter writer, string name, IReadOnlyList<T> values, Action<T> content)
    {
        writer.WriteStartArray(name);
        foreach (T value in values)
        {
            writer.WriteStartObject();
            content(value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
