using System.Text;

namespace DocuSense.Maintenance.Standards;

/// <summary>The normal forms of a version (PEP 440, "Normalization").</summary>
internal static class VersionFormat
{
    /// <summary>Writes a version.</summary>
    /// <param name="version">The version.</param>
    /// <param name="release">How many release numbers to write.</param>
    /// <param name="withSuffix">Whether to write the pre-, post- and development release.</param>
    /// <param name="withLocal">Whether to write the local version.</param>
    public static string Format(PackageVersion version, int release, bool withSuffix, bool withLocal)
    {
        var builder = new StringBuilder(24);
        if (!version.Epoch.IsZero)
            builder.Append(version.Epoch.ToString()).Append('!');
        for (int i = 0; i < release; i++)
        {
            if (i > 0)
                builder.Append('.');
            builder.Append(version.ReleaseAt(i).ToString());
        }

        if (withSuffix)
        {
            if (version.PreKind != PreReleaseKind.None)
                builder.Append(PreLetters(version.PreKind)).Append(version.PreNumber.ToString());
            if (version.Post is VersionNumber post)
                builder.Append(".post").Append(post.ToString());
            if (version.Dev is VersionNumber dev)
                builder.Append(".dev").Append(dev.ToString());
        }

        if (withLocal && version.Local is not null)
            builder.Append('+').Append(version.Local);
        return builder.ToString();
    }

    /// <summary>The form that equal versions share: as the normal form, but without trailing zeros of the release.</summary>
    public static string Canonical(PackageVersion version) =>
        Format(version, Math.Max(1, version.SignificantRelease), withSuffix: true, withLocal: true);

    public static string PreLetters(PreReleaseKind kind) => kind switch
    {
        PreReleaseKind.Alpha => "a",
        PreReleaseKind.Beta => "b",
        PreReleaseKind.ReleaseCandidate => "rc",
        _ => "",
    };

    /// <summary>Whether a text that parses as a plain release is its own normal form: digits and dots, no leading zeros.</summary>
    public static bool IsNormal(string text, PackageVersion version)
    {
        if (version.IsPrerelease || version.IsPostRelease || version.Local is not null || !version.Epoch.IsZero)
            return false;
        bool segmentStart = true;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '.')
            {
                segmentStart = true;
                continue;
            }

            bool leadingZero = segmentStart && c == '0' && i + 1 < text.Length && text[i + 1] != '.';
            if (!PythonText.IsDigit(c) || leadingZero)
                return false;
            segmentStart = false;
        }

        return true;
    }

    /// <summary>A local version in lower case, its segments joined by dots, its numbers without leading zeros.</summary>
    public static string NormalLocal(ReadOnlySpan<char> local)
    {
        var builder = new StringBuilder(local.Length);
        int start = 0;
        for (int i = 0; i <= local.Length; i++)
        {
            if (i < local.Length && !VersionGrammar.IsSeparator(local[i]))
                continue;
            ReadOnlySpan<char> segment = local.Slice(start, i - start);
            if (builder.Length > 0)
                builder.Append('.');
            if (VersionOrder.IsNumber(segment))
                builder.Append(VersionNumber.FromDigits(segment).ToString());
            else
                AppendLower(builder, segment);
            start = i + 1;
        }

        return builder.ToString();
    }

    private static void AppendLower(StringBuilder builder, ReadOnlySpan<char> segment)
    {
        foreach (char c in segment)
            builder.Append(c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c);
    }
}
