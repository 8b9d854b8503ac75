// Sends a form with a large file and shows how much of it has been sent, which fetch cannot tell.

// Resolves to what `post` of bulk_actions.mjs does; rejects without an answer.
export function upload(url, body, bar) {
  const request = new XMLHttpRequest();
  const answer = new Promise((resolve, reject) => {
    request.addEventListener('load', () => resolve({ status: request.status, ok: request.status < 300, data: parse(request.responseText) }));
    for (const end of ['error', 'abort', 'timeout']) request.addEventListener(end, reject);
  });
  request.upload.addEventListener('progress', (event) => {
    if (event.lengthComputable) bar.value = event.loaded / event.total;
  });
  request.addEventListener('loadend', () => { bar.hidden = true; });
  request.open('POST', url);
  request.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
  bar.removeAttribute('value');
  bar.hidden = false;
  request.send(body);
  return answer;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
