using OmniHelix.Rna;
using OmniHelix.Rna.Files;

namespace OmniHelix.Inference.Writing;

/// <summary>
/// Structures in the formats of RNA folding programs. Failed records have no place in them; a truncated sequence is written as far as it
/// was read.
/// </summary>
/// <param name="output">Receives the text.</param>
/// <param name="write">Writes one structure.</param>
internal sealed class StructureFilePredictions(TextWriter output, Action<TextWriter, StructureRecord> write) : PredictionWriter(output)
{
    public override void Write(Prediction prediction)
    {
        if (prediction.Structure is not { } structure) return;
        var record = new StructureRecord(
            prediction.Example.Id, prediction.Example.Sequence[..structure.Length], SecondaryStructure.Parse(structure));
        write(Output, record);
    }
}
