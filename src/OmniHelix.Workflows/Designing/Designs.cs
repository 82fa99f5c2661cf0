using OmniHelix.Rna.Design;

namespace OmniHelix.Workflows.Designing;

/// <summary>What a search found, with what was asked for.</summary>
/// <param name="Configuration">What was asked for.</param>
/// <param name="Result">What was found.</param>
internal sealed record Designs(DesignConfiguration Configuration, DesignResult Result);
