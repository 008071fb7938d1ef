using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Analysis.Rules;

/// <summary>DSM2001 and DSM2002: what installed distributions need of each other.</summary>
public sealed class ConflictRule : IRule
{
    /// <inheritdoc/>
    public void Analyse(Snapshot snapshot, DiagnosticList findings)
    {
        DistributionGraph graph = snapshot.Graph;
        foreach (Dependency dependency in graph.Dependencies)
        {
            if (dependency.IsSatisfied)
                continue;

            InstalledDistribution from = dependency.From;
            Requirement needed = dependency.Declared.Requirement;
            string who = dependency.Extra.Length == 0 ? $"{from.Name} {from.Version}" : $"{from.Name}[{dependency.Extra}] {from.Version}";
            (string file, SourceSpan span) = Place(snapshot, dependency);
            if (dependency.Target is { } target)
            {
                findings.Add("DSM2001", file, span,
                    $"{who} needs {Text(needed)}, but {target.Name} {target.Version} is installed.{Chains(snapshot, from, target)}{Others(graph, dependency, target)}",
                    target.Name);
            }
            else
            {
                findings.Add("DSM2002", file, span,
                    $"{who} needs {Text(needed)}, which is not installed.{Chains(snapshot, from, null)} Install it with 'pip install \"{Text(needed)}\"'.",
                    needed.Name);
            }
        }

    }

    /// <summary>The requirement without its marker, which holds here, and without a URL, which may carry credentials.</summary>
    private static string Text(Requirement requirement) =>
        requirement.Name + (requirement.Extras.Count == 0 ? "" : $"[{string.Join(",", requirement.Extras)}]") + requirement.Specifier;

    /// <summary>Where a person would start: the requirement that brings the one who complains, else its own metadata.</summary>
    private static (string File, SourceSpan Span) Place(Snapshot snapshot, Dependency dependency) =>
        snapshot.Graph.Root(dependency.From.NormalizedName) is { } root
            ? (root.File, root.Span)
            : (dependency.From.MetadataFile, SourceSpan.OnLine(Math.Max(1, dependency.Declared.Line), 1, 0));

    private static string Chains(Snapshot snapshot, InstalledDistribution from, InstalledDistribution? target)
    {
        string text = Chain(snapshot, from);
        return target is null ? text : text + Chain(snapshot, target);
    }

    private static string Chain(Snapshot snapshot, InstalledDistribution distribution)
    {
        ManifestRequirement? root = snapshot.Graph.Root(distribution.NormalizedName);
        if (root is null)
            return $" No requirement brings {distribution.Name}.";
        IReadOnlyList<string> chain = snapshot.Graph.Chain(distribution.NormalizedName);
        string through = chain.Count > 1 ? $" through {string.Join(" → ", chain)}" : "";
        return $" {distribution.Name} is there for '{root.DisplayText}' ({snapshot.Relative(root.File)}, line {root.Span.Line}){through}.";
    }

    /// <summary>The other constraint: who holds the target at a version that does not fit.</summary>
    private static string Others(DistributionGraph graph, Dependency conflict, InstalledDistribution target)
    {
        foreach (Dependency other in graph.Dependents(target.NormalizedName))
        {
            if (!ReferenceEquals(other, conflict) && other.IsSatisfied && other.Declared.Requirement.Specifier.Specifiers.Count > 0)
                return $" {other.From.Name} {other.From.Version} needs {target.Name}{other.Declared.Requirement.Specifier}.";
        }

        return "";
    }
}
