using OmniHelix.Rna;

namespace OmniHelix.Inference.Writing;

/// <summary>Structures in the formats of RNA folding programs. Failed records have no place in them; a truncated sequence is written as far as it was read.</summary>
internal sealed class StructureFilePredictions(TextWriter output, PredictionFormat format) : PredictionWriter(output)
{
    public override void Write(Prediction prediction)
    {
        if (prediction.Structure is not { } structure) return;
        var record = new StructureRecord(prediction.Example.Id, prediction.Example.Sequence[..structure.Length], SecondaryStructure.Parse(structure));
        switch (format)
        {
            case PredictionFormat.Ct:
                CtFile.Write(Output, record);
                break;
            case PredictionFormat.Bpseq:
                BpseqFile.Write(Output, record);
                break;
            default:
                DotBracketFile.Write(Output, record);
                break;
        }
    }
}
