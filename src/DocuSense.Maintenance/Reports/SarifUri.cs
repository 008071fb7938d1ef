using System.Text;

namespace DocuSense.Maintenance.Reports;

/// <summary>Writes paths as URIs (RFC 3986, RFC 8089): UTF-8, and everything but unreserved characters as percent signs and digits.</summary>
internal static class SarifUri
{
    private static readonly char[] _digits = "0123456789ABCDEF".ToCharArray();

    /// <summary>The path relative to the folder; null where it does not lie below it.</summary>
    public static string? Relative(string path, string folder)
    {
        string relative = FilePaths.Relative(path, folder);
        return relative.Length == path.Length && relative == path ? null : Escape(relative);
    }

    /// <summary>An absolute path.</summary>
    public static string Absolute(string path)
    {
        string forward = path.Replace('\\', '/');
        if (Path.DirectorySeparatorChar != '\\')
            return "file://" + Escape(path);
        // A share's server is the authority; a drive begins the path, and its colon stays.
        if (forward.StartsWith("//", StringComparison.Ordinal))
            return "file://" + Escape(forward.Substring(2));
        return forward.Length > 1 && forward[1] == ':' ? $"file:///{forward.Substring(0, 2)}{Escape(forward.Substring(2))}" : "file://" + Escape(forward);
    }

    private static string Escape(string path)
    {
        var text = new StringBuilder(path.Length + 8);
        foreach (byte value in Encoding.UTF8.GetBytes(path))
        {
            if (value is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'0' and <= (byte)'9') or (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~' or (byte)'/')
                text.Append((char)value);
            else
                text.Append('%').Append(_digits[value >> 4]).Append(_digits[value & 15]);
        }

        return text.ToString();
    }
}
