using OmniHelix.Rna;
using OmniHelix.Rna.Files;

namespace OmniHelix.Inference.Writing;

/// <summary>
/// Structures in the formats of RNA folding programs. Failed records have no place in them; a truncated sequence is written as far as it
/// was read.
/// </summary>
/// <param name="output">Receives the text.</param>
/// <param name="file">How they are written.</param>
internal sealed class StructureFilePredictions(TextWriter output, StructureFile file) : PredictionWriter(output)
{
    public override void Write(Prediction prediction)
    {
        if (prediction.Structure is not { } structure) return;
        var record = new StructureRecord(
            prediction.Example.Id, prediction.Example.Sequence[..structure.Length], SecondaryStructure.Parse(structure),
            prediction.StructureEnergy);
        file.Write(Output, record);
    }
}
