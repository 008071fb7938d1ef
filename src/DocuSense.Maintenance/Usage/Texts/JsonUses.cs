using System.Text;
using System.Text.Json;

namespace DocuSense.Maintenance.Usage.Texts;

/// <summary>Reads JSON: the scripts of <c>package.json</c>, editors' launch settings, deployment and logging settings.</summary>
internal static class JsonUses
{
    /// <summary>A text of the same length in which scripts read as a shell would get them: <c>\"</c> is a mere quote.</summary>
    public static string Unescape(string text) => text.IndexOf("\\\"", StringComparison.Ordinal) < 0 ? text : text.Replace("\\\"", " \"");

    /// <summary>Reads a whole file.</summary>
    /// <param name="sink">Holds the unescaped text, takes what is found.</param>
    /// <param name="text">The text as it is.</param>
    /// <param name="isPackage">Whether it is npm's <c>package.json</c>, of which only the scripts count.</param>
    public static void Read(HintSink sink, string text, bool isPackage)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        var options = new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
        var reader = new Utf8JsonReader(bytes, options);
        var places = new Places(bytes);
        var keys = new Stack<string>();
        string key = "";
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        keys.Push(key);
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        key = keys.Pop();
                        break;
                    case JsonTokenType.PropertyName:
                        key = reader.GetString() ?? "";
                        break;
                    case JsonTokenType.String:
                        int start = places.CharacterAt((int)reader.TokenStartIndex) + 1;
                        int end = places.CharacterAt((int)(reader.TokenStartIndex + reader.ValueSpan.Length) + 1);
                        ReadString(sink, isPackage, key, keys.Count > 0 ? keys.Peek() : "", start, end);
                        break;
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // What came before the mistake stands.
        }
    }

    private static void ReadString(HintSink sink, bool isPackage, string key, string parent, int start, int end)
    {
        if (start >= end || end > sink.Text.Length)
            return;
        if (isPackage)
        {
            if (parent == "scripts")
                ShellScript.Read(sink, start, end);
            return;
        }

        if (key is "startCommand" or "buildCommand" or "postCreateCommand" or "postStartCommand" or "command" or "postdeploy" or "release" || parent == "scripts")
        {
            ShellScript.Read(sink, start, end);
            return;
        }

        string value = sink.Text.Substring(start, end - start);
        if (key == "module" && Dotted.IsName(value))
            sink.AddModule("command", value, start);
        else
            Settings.ReadLiteral(sink, value, start);
    }

    /// <summary>Turns offsets in bytes, asked in rising order, into offsets in characters.</summary>
    private sealed class Places(byte[] bytes)
    {
        private int _byte;
        private int _character;

        public int CharacterAt(int offset)
        {
            offset = Math.Min(offset, bytes.Length);
            _character += Encoding.UTF8.GetCharCount(bytes, _byte, offset - _byte);
            _byte = offset;
            return _character;
        }
    }
}
