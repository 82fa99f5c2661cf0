namespace OmniHelix.Models.Loading;

/// <summary>What happened when a checkpoint was read into a model.</summary>
/// <param name="Path">The weight file.</param>
/// <param name="Loaded">Number of tensors that were used.</param>
/// <param name="Fresh">Tensors of the model that the file does not hold; they have their seeded start values.</param>
/// <param name="Unused">
/// Tensors of the file that this model has no place for, under the file's names: heads of other tasks, position tables of rotary models.
/// </param>
public sealed record LoadReport(string Path, int Loaded, IReadOnlyList<string> Fresh, IReadOnlyList<string> Unused);
