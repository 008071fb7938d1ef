using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Analysis;

/// <summary>Requirements that say where to get something, not what it is called: <c>./libs/shared</c>, <c>git+https://example.org/shared.git</c>.</summary>
internal static class LocatedRequirements
{
    /// <summary>Names those that were installed from there, as <c>direct_url.json</c> (PEP 610) or an editable install tells.</summary>
    /// <param name="manifests">The requirements.</param>
    /// <param name="environment">What is installed; null for nothing.</param>
    /// <param name="backend">The folder that relative paths start from, besides the manifest's own.</param>
    /// <returns>The same requirements; those that nothing was installed from stay without a name.</returns>
    public static ManifestSet Name(ManifestSet manifests, PythonEnvironment? environment, string backend)
    {
        if (environment is null)
            return manifests;
        HashSet<string> shared = SharedAddresses(manifests);
        List<ManifestRequirement>? named = null;
        for (int index = 0; index < manifests.Requirements.Count; index++)
        {
            ManifestRequirement declared = manifests.Requirements[index];
            if (declared is not { Requirement: null, Location: { } location })
                continue;
            (string place, string extras) = UrlText.IsUrl(location) ? (location, "") : RequirementJudge.SplitExtras(location);
            if (UrlText.IsUrl(place) && shared.Contains(Address(place)))
                continue;
            InstalledDistribution? installed = Find(environment, place, backend, Path.GetDirectoryName(declared.File) ?? backend);
            if (installed is null || !Requirement.TryParse(installed.Name + extras + MarkerOf(declared.Text, location), out Requirement? requirement, out _))
                continue;
            named ??= [.. manifests.Requirements];
            named[index] = declared with { Requirement = requirement };
        }

        return named is null ? manifests : manifests with { Requirements = named };
    }

    /// <summary>The folder of a local requirement, where there is one.</summary>
    /// <param name="declared">The requirement.</param>
    /// <param name="backend">The folder that relative paths start from, besides the manifest's own.</param>
    /// <returns>Its absolute path; null for an archive, a URL, or where nothing is there.</returns>
    public static string? FolderOf(ManifestRequirement declared, string backend)
    {
        if (declared.Location is not { } location)
            return null;
        string place = UrlText.IsUrl(location) ? location : RequirementJudge.SplitExtras(location).Path;
        foreach (string path in Paths(place, backend, Path.GetDirectoryName(declared.File) ?? backend))
        {
            if (Directory.Exists(path))
                return path;
        }

        return null;
    }

    /// <summary>The addresses that several requirements name: a repository of many projects, of which none can be told from another.</summary>
    private static HashSet<string> SharedAddresses(ManifestSet manifests)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var shared = new HashSet<string>(StringComparer.Ordinal);
        foreach (ManifestRequirement declared in manifests.Requirements)
        {
            if (declared.Location is { } location && UrlText.IsUrl(location) && Address(location) is { } address && !seen.Add(address))
                shared.Add(address);
        }

        return shared;
    }

    private static InstalledDistribution? Find(PythonEnvironment environment, string place, string backend, string beside)
    {
        bool isUrl = UrlText.IsUrl(place) && UrlText.Scheme(place) != "file";
        string url = isUrl ? Address(place) : "";
        string[] paths = isUrl ? [] : [.. Paths(place, backend, beside)];
        InstalledDistribution? found = null;
        foreach (InstalledDistribution installed in environment.Distributions)
        {
            if (!(isUrl ? installed.DirectUrl is { } direct && Address(direct) == url : Array.Exists(paths, path => IsFrom(installed, path))))
                continue;
            if (found is not null)
                return null;
            found = installed;
        }

        return found;
    }

    private static bool IsFrom(InstalledDistribution installed, string path)
    {
        string? origin = installed.EditableLocation ?? (installed.DirectUrl is { } direct ? new DirectUrlFile(direct, false).Folder : null);
        return origin is not null && FilePaths.RelativeUp(Path.GetFullPath(origin), path) == ".";
    }

    private static IEnumerable<string> Paths(string place, string backend, string beside)
    {
        if (UrlText.Scheme(place) == "file")
            place = UrlText.LocalPath(place) ?? place;
        if (ManifestFile.Combine(backend, place) is { } fromBackend)
            yield return fromBackend;
        if (beside != backend && ManifestFile.Combine(beside, place) is { } fromManifest)
            yield return fromManifest;
    }

    /// <summary>A URL as <c>direct_url.json</c> has it: without credentials, version control, revision and fragment.</summary>
    private static string Address(string url)
    {
        int end = url.IndexOf('#');
        string address = DirectUrlFile.WithoutCredentials(end < 0 ? url : url.Substring(0, end));
        if (UrlText.IsVersionControl(address))
        {
            address = address.Substring(address.IndexOf('+') + 1);
            int revision = address.LastIndexOf('@');
            if (revision > address.LastIndexOf('/'))
                address = address.Substring(0, revision);
        }

        return address.TrimEnd('/');
    }

    private static string MarkerOf(string text, string location)
    {
        int at = text.IndexOf(location, StringComparison.Ordinal);
        string rest = at < 0 ? "" : text.Substring(at + location.Length).Trim();
        return rest.Length > 0 && rest[0] == ';' ? " " + rest : "";
    }
}
