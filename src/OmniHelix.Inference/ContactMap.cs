using System.Numerics.Tensors;

namespace OmniHelix.Inference;

/// <summary>Contacts out of logits.</summary>
internal static class ContactMap
{
    private const float Threshold = 0.5f;

    /// <summary>A prediction with probabilities and contacts.</summary>
    /// <param name="prediction">Of a record.</param>
    /// <param name="logits"><c>[bases, bases]</c>, the same for both orders of a pair.</param>
    /// <param name="bases">Bases of the record.</param>
    /// <param name="minDistance">Fewest bases from the first of a pair to the second.</param>
    public static Prediction Of(Prediction prediction, float[] logits, int bases, int minDistance)
    {
        var probabilities = new float[logits.Length];
        TensorPrimitives.Sigmoid(logits, probabilities);
        var contacts = new List<Contact>();
        for (var i = 0; i < bases; i++)
            for (var j = 0; j < bases; j++)
            {
                ref var probability = ref probabilities[i * bases + j];
                if (Math.Abs(i - j) < minDistance) probability = 0;
                else if (i < j && probability >= Threshold) contacts.Add(new Contact(i, j, probability));
            }
        return prediction with { Probabilities = probabilities, Contacts = contacts };
    }
}
