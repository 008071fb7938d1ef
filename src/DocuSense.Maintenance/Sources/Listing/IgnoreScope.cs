using System.Runtime.InteropServices;

namespace DocuSense.Maintenance.Sources.Listing;

/// <summary>The ignore rules that hold in a folder: those of its own <c>.gitignore</c> file, and behind them those from above.</summary>
internal sealed class IgnoreScope
{
    private readonly IgnoreScope? _above;
    private readonly IgnorePattern[] _patterns;
    private readonly int _start;
    private readonly bool _ignoreCase;

    private IgnoreScope(IgnoreScope? above, IgnorePattern[] patterns, int start, bool ignoreCase)
    {
        _above = above;
        _patterns = patterns;
        _start = start;
        _ignoreCase = ignoreCase;
    }

    /// <summary>What git takes for <c>core.ignoreCase</c> on a usual file system of this machine.</summary>
    public static bool IgnoresCase { get; } = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) || RuntimeInformation.IsOSPlatform(OSPlatform.OSX);

    /// <summary>Adds the rules of a file.</summary>
    /// <param name="above">The rules so far, or null.</param>
    /// <param name="content">The file's bytes.</param>
    /// <param name="start">The length in UTF-8, with its last slash, of the file's folder as seen from the repository's root.</param>
    /// <param name="ignoreCase">As <c>core.ignoreCase</c>.</param>
    public static IgnoreScope? Add(IgnoreScope? above, ReadOnlySpan<byte> content, int start, bool ignoreCase)
    {
        var patterns = new List<IgnorePattern>();
        if (content.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            content = content.Slice(3);
        while (!content.IsEmpty)
        {
            int end = content.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? content : content.Slice(0, end);
            content = end < 0 ? default : content.Slice(end + 1);
            if (line.IsEmpty || line[0] == '#')
                continue;
            if (line[line.Length - 1] == '\r')
                line = line.Slice(0, line.Length - 1);
            int nul = line.IndexOf((byte)0);
            patterns.Add(new IgnorePattern(nul < 0 ? line : line.Slice(0, nul)));
        }

        return patterns.Count == 0 ? above : new IgnoreScope(above, [.. patterns], start, ignoreCase);
    }

    /// <summary>Whether a path is ignored, given that the folders above it are not.</summary>
    /// <param name="path">From the repository's root, with forward slashes, in UTF-8.</param>
    /// <param name="name">Where its last part begins.</param>
    /// <param name="isFolder">Whether it is a folder; a symbolic link is none.</param>
    public bool Ignores(ReadOnlySpan<byte> path, int name, bool isFolder)
    {
        ReadOnlySpan<byte> last = path.Slice(name);
        for (IgnoreScope? scope = this; scope is not null; scope = scope._above)
        {
            ReadOnlySpan<byte> relative = path.Slice(scope._start);
            for (int index = scope._patterns.Length - 1; index >= 0; index--)
            {
                IgnorePattern pattern = scope._patterns[index];
                if (pattern.IsMatch(relative, last, isFolder, scope._ignoreCase))
                    return !pattern.IsNegative;
            }
        }

        return false;
    }
}
