namespace DocuSense.Maintenance.Analysis;

/// <summary>What the place where a backend runs brings by itself, so that no requirement needs to.</summary>
internal static class PlatformDistributions
{
    // AWS Lambda's managed runtimes: https://docs.aws.amazon.com/lambda/latest/dg/python-package.html
    private static readonly string[] _lambda = ["boto3", "botocore", "s3transfer", "jmespath"];

    /// <summary>Whether the backend is deployed where the distribution is already there.</summary>
    /// <param name="snapshot">The facts.</param>
    /// <param name="normalizedName">PEP 503 normal form.</param>
    public static bool Provides(Snapshot snapshot, string normalizedName)
    {
        if (Array.IndexOf(_lambda, normalizedName) < 0)
            return false;
        foreach (FileHints file in snapshot.Hints)
        {
            if (!file.IsSource && IsOfLambda(Path.GetFileName(file.File.Path)))
                return true;
        }

        return false;
    }

    private static bool IsOfLambda(string name) =>
        name is "template.yaml" or "template.yml" or "samconfig.toml" or "serverless.yml" or "serverless.yaml" or "zappa_settings.json" or "chalice.json";
}
