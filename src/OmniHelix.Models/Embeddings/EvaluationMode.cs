using OmniHelix.Torch;

namespace OmniHelix.Models.Embeddings;

/// <summary>No dropout and no recording until disposed; then the model is as it was.</summary>
internal sealed class EvaluationMode : IDisposable
{
    private readonly OmniModel model;
    private readonly bool training;
    private readonly GradMode recording;

    public EvaluationMode(OmniModel model)
    {
        this.model = model;
        training = model.IsTraining;
        recording = GradMode.Off();
        model.Eval();
    }

    public void Dispose()
    {
        model.Train(training);
        recording.Dispose();
    }
}
