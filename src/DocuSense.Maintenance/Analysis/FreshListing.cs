using DocuSense.Maintenance.Sources;

namespace DocuSense.Maintenance.Analysis;

/// <summary>The files there are, and when they began to be listed: what was written since differs from what is read.</summary>
/// <param name="Listing">All files, those of an environment in the backend included.</param>
/// <param name="Started">UTC.</param>
internal sealed record FreshListing(SourceListing Listing, DateTime Started);
